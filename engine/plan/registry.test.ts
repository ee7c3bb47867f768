// Walks the registry: a plan, and a prepared module, give what the module of every class gives, and a planned step its gradients.
import { beforeAll, expect, test } from "vitest";
import { Generator, manual_seed, seedFor } from "../core/random.ts";
import { numel } from "../core/shape.ts";
import { empty, nn, no_grad, planTraining, randn, ready, type Tensor } from "../index.ts";
import { moduleDef } from "../modules/index.ts";
import { buildModule } from "../nn/build.ts";
import { flatTensors } from "../nn/declared.ts";
import type { InputExample } from "../nn/examples/example.fixture.ts";
import { registryExamples } from "../nn/registry_examples.ts";
import { plan } from "./plan.ts";
import { prepare } from "./prepared.ts";

beforeAll(() => ready({ threads: 1 }));

function drawInput(input: InputExample, generator: Generator): Tensor {
  if (!("shape" in input)) return randn(input, { generator });
  return empty(input.shape, { dtype: input.dtype }).copy_(
    Array.from({ length: numel(input.shape) }, (_, i) => input.at(i)),
  );
}

/** What takes a function over tensors. */
const refused = "TripletMarginWithDistanceLoss";

test(`${refused} is refused`, () => {
  const module = buildModule(moduleDef(refused)!, {}).eval();
  const three = [randn([2, 3]), randn([2, 3]), randn([2, 3])];
  expect(() => plan(module, three)).toThrow(
    "the model calls a module from inside triplet_margin_with_distance_loss, which a graph of ops cannot follow",
  );
});

test.each(Object.entries(registryExamples).filter(([name]) => name !== refused))("%s", (name, example) => {
  const generator = new Generator(seedFor(1, name));
  const module = buildModule(moduleDef(name)!, example.args ?? {}, generator).eval();
  const draw = () => example.inputs((min) => min).map((input) => drawInput(input, generator));
  const planned = plan(module, draw());
  const prepared = prepare(module, draw());
  for (let round = 0; round < 2; round++) {
    const inputs = draw();
    manual_seed(5);
    const expected = flatTensors(no_grad(() => module.call(...inputs))).filter((output) => output !== null);
    for (const form of [planned, prepared]) {
      manual_seed(5);
      const outputs = form.run(...inputs);
      expect(outputs.map(({ shape, dtype }) => [...shape, dtype])).toEqual(expected.map((t) => [...t.shape, t.dtype]));
      outputs.forEach((output, i) => {
        const [got, wanted] = [Array.from(output.data), Array.from(expected[i]!.data)];
        expect(got.every((v, k) => Math.abs(v - wanted[k]!) <= 1e-5 * (1 + Math.abs(wanted[k]!)))).toBe(true);
      });
    }
  }
  planned.release();
  prepared.release();
});

/** An input of no elements along a dim that it has. */
const emptied = (input: InputExample, dim: number): Tensor => {
  const { shape, dtype } = "shape" in input ? input : { shape: input, dtype: "float32" as const };
  return empty(
    shape.map((size, i) => (i === dim ? 0 : size)),
    { dtype },
  );
};

test.each(Object.entries(registryExamples).filter(([name]) => name !== refused))("%s of nothing", (name, example) => {
  const module = buildModule(moduleDef(name)!, example.args ?? {}, new Generator(seedFor(3, name))).eval();
  const run = (call: () => readonly (Tensor | null)[]): string[] => {
    try {
      return call().flatMap((output) => (output ? [`${output.shape} ${output.dtype} ${[...output.data]}`] : []));
    } catch (error) {
      return [(error as Error).message];
    }
  };
  for (const dim of [0, 1]) {
    const inputs = example.inputs((min) => min).map((input) => emptied(input, dim));
    const expected = run(() => flatTensors(no_grad(() => module.call(...inputs))));
    for (const make of [prepare, plan]) {
      expect(
        run(() => make(module, inputs).run(...inputs)),
        `dim ${dim}`,
      ).toEqual(expected);
    }
  }
});

/** PReLU before a module of one float input gives it something to learn, and its input a gradient. */
const trained = Object.entries(registryExamples).flatMap(([name, example]) => {
  const inputs = example.inputs((min) => min);
  const oneFloat = inputs.length === 1 && !("shape" in inputs[0]!);
  const learns = buildModule(moduleDef(name)!, example.args ?? {}).parameters().length > 0;
  return oneFloat || learns ? [[name, example, oneFloat] as const] : [];
});

test.each(trained)("a step of training with %s", (name, example, oneFloat) => {
  const generator = new Generator(seedFor(2, name));
  const make = () => {
    const module = buildModule(moduleDef(name)!, example.args ?? {}, generator);
    return (oneFloat ? nn.Sequential(nn.PReLU(), module) : module).train();
  };
  const [byHand, model] = [make(), make()];
  model.load_state_dict(byHand.state_dict());
  const draw = () => example.inputs((min) => min).map((input) => drawInput(input, generator));
  const inputs = draw();
  manual_seed(3);
  const output = flatTensors(byHand.call(...inputs))[0]!;
  const target = randn(output.shape, { generator });
  const criterion = nn.create("MSELoss").train();
  const loss = criterion.call(output, target) as Tensor;
  loss.backward();
  const planned = planTraining(model, criterion, null, inputs, [target]);
  manual_seed(3);
  expect(planned.step(...inputs, target).item()).toBeCloseTo(loss.item(), 4);
  const grads = new Map(model.named_parameters());
  for (const [key, parameter] of byHand.named_parameters()) {
    const wanted = Array.from(parameter.grad?.data ?? new Float32Array(parameter.numel()));
    const got = grads.get(key)!.grad?.data ?? new Float32Array(parameter.numel());
    const most = wanted.reduce((max, v) => Math.max(max, Math.abs(v)), 0);
    expect(
      wanted.every((v, i) => Math.abs(v - got[i]!) <= 1e-4 * (1 + most)),
      key,
    ).toBe(true);
  }
  planned.release();
});

// Walks the registry: of every class the repr, the state, the shapes, the gradients and an error, by its example.
import { describe, expect, test } from "vitest";
import { Generator, manual_seed, seedFor } from "../core/random.ts";
import { numel, type Shape } from "../core/shape.ts";
import type { AnyModuleDef } from "../modules/define.ts";
import { allParams, flatOutputs, outputShapes } from "../modules/derive.ts";
import { modules } from "../modules/index.ts";
import { backward, no_grad } from "../tensor/autograd.ts";
import { empty, randn } from "../tensor/create.ts";
import { Tensor } from "../tensor/tensor.ts";
import { buildModule } from "./build.ts";
import type { DeclaredModule } from "./declared.ts";
import type { Example, InputExample, Size } from "./examples/example.fixture.ts";
import { registryExamples } from "./registry_examples.ts";

/** The ends of a graph are no modules of torch.nn and compute nothing. */
const ends = ["Input", "Output"];
/** The losses have no examples yet: PyTorch's own cases check their numbers and gradients (conformance). */
const classes = Object.values<AnyModuleDef>(modules).filter(
  ({ name, category }) => !ends.includes(name) && category !== "Loss",
);

test("every class has an example, every example a class", () => {
  expect(Object.keys(registryExamples).sort()).toEqual(classes.map(({ name }) => name).sort());
});

/** Values in a random order, well apart and away from 0, so that few steps cross a kink of max or relu. */
function spread(shape: Shape, generator: Generator): Tensor {
  const out = empty(shape);
  const order = Array.from(randn([numel(shape)], { generator }).data, (v, i) => [v, i] as const);
  order.sort((a, b) => a[0] - b[0]);
  for (const [place, [, i]] of order.entries()) out.data[i] = (place - order.length / 2 + 0.25) * 0.091;
  return out;
}

function make(input: InputExample, generator: Generator): Tensor {
  if (!("shape" in input)) return spread(input, generator);
  return empty(input.shape, input.dtype).copy_(Array.from({ length: numel(input.shape) }, (_, i) => input.at(i)));
}

/** The example's module and inputs; what is random in them depends on the class and the round only. */
function prepare(def: AnyModuleDef, example: Example, round: number) {
  const generator = new Generator(seedFor(round, def.name));
  const n: Size = (min, max) => min + (generator.random32() % (max - min + 1));
  const inputs = example.inputs(n).map((input) => make(input, generator));
  return { module: buildModule(def, example.args ?? {}, generator), inputs, generator };
}

const isTensor = (value: unknown): boolean => value instanceof Tensor;

/** All outputs, in the order of the ports, with the same random draws at every call. */
function run(module: DeclaredModule, inputs: readonly Tensor[]): Tensor[] {
  manual_seed(7);
  return flatOutputs<Tensor>(module.call(...inputs), isTensor).filter((out) => out !== null);
}

const elements = 24;
const slopes = [1e-2, 2e-3];

/**
 * The largest difference, relative to 1 + |slope|, between gradients of Σ w · outputs and finite differences of fourth
 * order, over at most `elements` places of every tensor. Two steps are tried: a step may cross a kink.
 */
function gradientError(module: DeclaredModule, inputs: readonly Tensor[], generator: Generator): number {
  const outputs = run(module, inputs).filter((out) => out.dtype === "float32");
  const weights = outputs.map((out) => randn(out.shape, { generator }));
  const loss = (outs: readonly Tensor[]): number =>
    outs.reduce((sum, out, k) => sum + out.floats.reduce((s, v, i) => s + v * weights[k]!.floats[i]!, 0), 0);
  const differentiable = outputs.map((out, k) => [out, weights[k]!] as const).filter(([out]) => out.requires_grad);
  backward(
    differentiable.map(([out]) => out),
    differentiable.map(([, weight]) => weight),
  );
  let worst = 0;
  for (const x of [...inputs, ...module.parameters()]) {
    if (!x.requires_grad) continue;
    const stride = Math.max(1, Math.floor(x.numel() / elements));
    for (let i = 0; i < x.numel(); i += stride) {
      const at = (value: number): number => {
        x.data[i] = value;
        return no_grad(() => loss(run(module, inputs).filter((out) => out.dtype === "float32")));
      };
      const before = x.data[i]!;
      const errors = slopes.map((h) => {
        const near = at(before + h) - at(before - h);
        const far = at(before + 2 * h) - at(before - 2 * h);
        const slope = (8 * near - far) / (12 * h);
        return Math.abs(slope - (x.grad?.data[i] ?? 0)) / (1 + Math.abs(slope));
      });
      x.data[i] = before;
      worst = Math.max(worst, Math.min(...errors));
    }
  }
  return worst;
}

/** The error of a call, as Python prints it. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return String(error);
  }
  return "no error";
}

describe.each(classes.filter(({ name }) => name in registryExamples).map((def) => [def.name, def] as const))(
  "%s",
  (name, def) => {
    const example = registryExamples[name]!;

    test("prints as torch prints it", () => {
      expect(String(buildModule(def, example.args ?? {}))).toBe(example.repr);
    });

    test("its state is what its declaration says", () => {
      const module = buildModule(def, example.args ?? {});
      const declared = Object.entries(allParams(def, module.args)).filter(([, spec]) => spec !== null);
      const state = [...module.state_dict()].map(([key, { shape, dtype }]) => [key, [...shape], dtype]);
      expect(state.sort()).toEqual(declared.map(([key, s]) => [key, [...s!.shape], s!.dtype ?? "float32"]).sort());
      const learned = declared.filter(([, spec]) => !spec!.buffer).map(([key]) => key);
      expect(module.named_parameters().map(([key]) => key)).toEqual(expect.arrayContaining(learned));
      expect(module.parameters()).toHaveLength(learned.length);
    });

    test.each([true, false])("its inferred shapes are the executed ones (training: %s)", (training) => {
      for (let round = 0; round < 3; round++) {
        const { module, inputs } = prepare(def, example, round);
        const shapes = inputs.map(({ shape }) => shape);
        const outputs = run(module.train(training), inputs);
        expect(outputs.map(({ shape }) => shape)).toEqual(outputShapes(def, module.args, shapes, training));
      }
    });

    test.each([true, false])("its gradients are finite differences (training: %s)", (training) => {
      for (let round = 0; round < 2; round++) {
        const { module, inputs, generator } = prepare(def, example, round);
        for (const input of inputs) if (input.dtype === "float32") input.requires_grad_();
        module.train(training);
        expect(gradientError(module, inputs, generator)).toBeLessThan(example.tolerance ?? 3e-3);
      }
    });

    test("refuses a wrong call in torch's words", () => {
      const { args, inputs, error } = example.wrong;
      const given = inputs.map((input) => make(input, new Generator(1)));
      expect(refusal(() => buildModule(def, args ?? example.args ?? {}).call(...given))).toBe(error);
    });
  },
);

// Properties of plans of random networks: what is run and what is shown is what the model gives, and steps of training
// leave the weights that steps by hand leave.
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { checkProperty } from "../core/property.fixture.ts";
import { Generator, manual_seed } from "../core/random.ts";
import { compile } from "../graph/compile.ts";
import type { Graph } from "../graph/graph.ts";
import { randomGraph, randomNumbers } from "../graph/random.fixture.ts";
import { liveBytes, nn, no_grad, optim, plan, planTraining, randn, ready, scope, type Tensor } from "../index.ts";
import type { Module } from "../nn/base.ts";
import { flatTensors } from "../nn/declared.ts";

beforeAll(() => ready({ threads: 1 }));

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

function built(graph: Graph): { readonly model: Module; readonly inputs: readonly Tensor[] } {
  const { spec } = compile(graph);
  const model = nn.fromSpec(spec, (name) => new Generator(name.length));
  for (const [name, buffer] of model.named_buffers()) {
    if (name.endsWith("running_mean")) buffer.copy_(randn(buffer.shape));
    if (name.endsWith("running_var")) buffer.copy_(randn(buffer.shape).floats.map((v) => 0.5 + v * v));
  }
  return { model, inputs: spec.inputs.map(({ id }) => randn(graph.nodes[id]!.args!.shape as number[])) };
}

const tensors = (output: Parameters<typeof flatTensors>[0]): Tensor[] =>
  flatTensors(output).filter((tensor) => tensor !== null);

function expectClose(got: Tensor, wanted: Tensor, what: string, tolerance = 1e-4): void {
  expect(got.shape, what).toEqual(wanted.shape);
  const values = Array.from(wanted.data);
  const most = values.reduce((max, v) => (Number.isFinite(v) ? Math.max(max, Math.abs(v)) : max), 0);
  // Products of products overflow in both.
  const distance = (a: number, b: number): number => (Object.is(a, b) ? 0 : Math.abs(a - b));
  const apart = values.reduce((max, v, i) => Math.max(max, distance(got.data[i]!, v)), 0);
  expect(apart / (1 + most), what).toBeLessThan(tolerance);
}

test("a plan gives what the model gives, and what its modules give where they are shown", () => {
  checkProperty(
    fc.property(seeds, (seed) => {
      manual_seed(seed);
      const { model, inputs } = built(randomGraph(seed, { size: 3 + (seed % 14), wrong: 0 }));
      model.eval();
      const before = liveBytes();
      scope(() => {
        const random = randomNumbers(seed);
        const leaves = model.named_modules().filter(([, module]) => module.children().length === 0);
        const show = leaves.map(([name]) => name).filter((name) => name !== "" && random() < 0.3);
        const planned = plan(model, inputs, { show });
        for (let round = 0; round < 2; round++) {
          const fed = inputs.map(({ shape }) => randn(shape));
          const outputs = planned.run(...fed);
          const seen = new Map<string, Tensor[]>();
          const hooks = leaves.map(([name, module]) =>
            module.register_forward_hook((_module, _inputs, output) => void seen.set(name, tensors(output))),
          );
          const wanted = tensors(no_grad(() => model.call(...fed)));
          for (const hook of hooks) hook.remove();
          expect(outputs.length).toBe(wanted.length);
          for (const [i, output] of outputs.entries()) expectClose(output, wanted[i]!, `output ${i}`);
          for (const name of show) {
            for (const [i, output] of planned.output(name).entries()) expectClose(output, seen.get(name)![i]!, name);
          }
        }
        planned.release();
      });
      expect(liveBytes()).toBe(before);
    }),
    { numRuns: 150 },
  );
});

test("planned steps of training leave the weights that steps by hand leave", () => {
  let trained = 0;
  checkProperty(
    fc.property(seeds, (seed) => {
      manual_seed(seed);
      const graph = randomGraph(seed, { size: 3 + (seed % 10), wrong: 0 });
      const { model: byHand, inputs } = built(graph);
      const model = built(graph).model;
      const output = tensors(no_grad(() => byHand.eval().call(...inputs)))[0]!;
      if (output.dtype !== "float32" || byHand.parameters().length === 0) return;
      const criterion = nn.create("MSELoss");
      const optimizers = [byHand, model].map((each) => optim.SGD(each.train().parameters(), { lr: 0.01 }));
      const target = randn(output.shape);
      const lossOf = () => criterion.call(tensors(byHand.call(...inputs))[0]!, target) as Tensor;
      const planned = () => planTraining(model, criterion, optimizers[1]!, inputs, [target]);
      let refusal = "element 0 of tensors does not require grad and does not have a grad_fn";
      try {
        if (lossOf().requires_grad) refusal = "";
      } catch (error) {
        // A normalisation cannot learn from one value.
        refusal = (error as Error).message;
      }
      if (refusal !== "") {
        expect(planned).toThrow(refusal);
        return;
      }
      trained++;
      model.load_state_dict(byHand.state_dict());
      const steps = planned();
      for (let round = 0; round < 2; round++) {
        manual_seed(seed + round);
        optimizers[0]!.zero_grad();
        const loss = lossOf();
        loss.backward();
        optimizers[0]!.step();
        manual_seed(seed + round);
        expectClose(steps.step(...inputs, target), loss, `loss ${round}`, 1e-3);
      }
      const learned = model.state_dict();
      for (const [key, tensor] of byHand.state_dict()) expectClose(learned.get(key)!, tensor, key, 2e-3);
      steps.release();
    }),
    { numRuns: 300 },
  );
  expect(trained).toBeGreaterThan(50);
});

// Walks the registry: of every class that computes the same twice, a plan gives what the module gives.
import { beforeAll, expect, test } from "vitest";
import { Generator, manual_seed, seedFor } from "../core/random.ts";
import { numel } from "../core/shape.ts";
import { empty, no_grad, randn, ready, type Tensor } from "../index.ts";
import { moduleDef } from "../modules/index.ts";
import { buildModule } from "../nn/build.ts";
import { flatTensors } from "../nn/declared.ts";
import type { InputExample } from "../nn/examples/example.fixture.ts";
import { registryExamples } from "../nn/registry_examples.ts";
import { plan } from "./plan.ts";

beforeAll(() => ready({ threads: 1 }));

function make(input: InputExample, generator: Generator): Tensor {
  if (!("shape" in input)) return randn(input, { generator });
  return empty(input.shape, input.dtype).copy_(Array.from({ length: numel(input.shape) }, (_, i) => input.at(i)));
}

test.each(Object.entries(registryExamples))("%s", (name, example) => {
  const generator = new Generator(seedFor(1, name));
  const module = buildModule(moduleDef(name)!, example.args ?? {}, generator).eval();
  const draw = () => example.inputs((min) => min).map((input) => make(input, generator));
  const planned = plan(module, draw());
  for (let round = 0; round < 2; round++) {
    const inputs = draw();
    manual_seed(5);
    const expected = flatTensors(no_grad(() => module.call(...inputs))).filter((output) => output !== null);
    manual_seed(5);
    const outputs = planned.run(...inputs);
    expect(outputs.map(({ shape, dtype }) => [...shape, dtype])).toEqual(expected.map((t) => [...t.shape, t.dtype]));
    outputs.forEach((output, i) => {
      const [got, wanted] = [Array.from(output.data), Array.from(expected[i]!.data)];
      expect(got.every((v, k) => Math.abs(v - wanted[k]!) <= 1e-5 * (1 + Math.abs(wanted[k]!)))).toBe(true);
    });
  }
  planned.release();
});

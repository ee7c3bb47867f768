// Walks the registry: of every class the repr, the state, the shapes, the gradients and an error, by its example.
import { describe, expect, test } from "vitest";
import { Generator, manual_seed, seedFor } from "../core/random.ts";
import type { AnyModuleDef } from "../modules/define.ts";
import { allParams, flatOutputs } from "../modules/derive.ts";
import { modules } from "../modules/index.ts";
import { outputShapes } from "../modules/interpret.ts";
import { Tensor } from "../tensor/tensor.ts";
import { buildModule } from "./build.ts";
import type { DeclaredModule } from "./declared.ts";
import type { Example, Size } from "./examples/example.fixture.ts";
import { make, refusal } from "./examples/make.fixture.ts";
import { checkGradients } from "./finite_differences.fixture.ts";
import { registryExamples } from "./registry_examples.ts";

/** The ends of a graph are no modules of torch.nn and compute nothing. */
const ends = ["Input", "Output"];
const classes = Object.values<AnyModuleDef>(modules).filter(({ name }) => !ends.includes(name));

test("every class has an example, every example a class", () => {
  expect(Object.keys(registryExamples).sort()).toEqual(classes.map(({ name }) => name).sort());
});

/** The example's module and inputs; what is random in them depends on the class and the round only. */
function prepare(def: AnyModuleDef, example: Example, round: number) {
  const generator = new Generator(seedFor(round, def.name));
  const n: Size = (min, max) => min + (generator.random32() % (max - min + 1));
  const inputs = example.inputs(n).map((input) => make(input, generator));
  return { module: buildModule(def, example.args ?? {}, generator), inputs, generator };
}

const isTensor = (value: unknown): boolean => value instanceof Tensor;

/** All outputs, in the order of the ports, with the same random draws at every call. */
function run(module: DeclaredModule, inputs: readonly Tensor[], through: Example["through"]): Tensor[] {
  manual_seed(7);
  const given = through ? through(...inputs) : inputs;
  return flatOutputs<Tensor>(module.call(...given), isTensor).filter((out) => out !== null);
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
        const outputs = run(module.train(training), inputs, example.through);
        expect(outputs.map(({ shape }) => shape)).toEqual(outputShapes(def, module.args, shapes, training));
      }
    });

    test.each([true, false])("its gradients are finite differences (training: %s)", (training) => {
      for (let round = 0; round < 2; round++) {
        const { module, inputs, generator } = prepare(def, example, round);
        for (const input of inputs) if (input.dtype === "float32") input.requires_grad_();
        module.train(training);
        const compute = () => run(module, inputs, example.through);
        const { worst, clear, unclear } = checkGradients(compute, [...inputs, ...module.parameters()], generator);
        expect(worst).toBeLessThan(3e-3);
        expect(unclear).toBeLessThanOrEqual(0.1 * clear);
      }
    });

    test("refuses a wrong call in torch's words", () => {
      const { args, inputs, error } = example.wrong;
      const given = inputs.map((input) => make(input, new Generator(1)));
      expect(refusal(() => buildModule(def, args ?? example.args ?? {}).call(...given))).toBe(error);
    });
  },
);

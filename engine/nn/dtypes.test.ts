// Walks the registry with every dtype: what inference says of a module's types is what the module does, to the letter.
import { expect, test } from "vitest";
import { bytesPerElement, type DType } from "../core/dtype.ts";
import { DTypeError } from "../core/errors.ts";
import { Generator } from "../core/random.ts";
import { numel, type Shape } from "../core/shape.ts";
import type { AnyModuleDef } from "../modules/define.ts";
import { requireArgs } from "../modules/derive.ts";
import { modules } from "../modules/index.ts";
import { outputTypes } from "../modules/interpret.ts";
import { no_grad } from "../tensor/autograd.ts";
import { empty } from "../tensor/create.ts";
import { buildModule } from "./build.ts";
import { callPorts } from "./declared.ts";
import { registryExamples } from "./registry_examples.ts";

const dtypes = Object.keys(bytesPerElement) as DType[];
const classes = Object.values<AnyModuleDef>(modules).filter(({ name }) => name in registryExamples);

/** Every choice of one dtype for each input. */
function choices(count: number): DType[][] {
  if (count === 0) return [[]];
  return choices(count - 1).flatMap((rest) => dtypes.map((dtype) => [...rest, dtype]));
}

const sizes = (input: Shape | { readonly shape: Shape }): Shape => ("shape" in input ? input.shape : input);

/** Losses whose formula mixes types: nothing is said of them, and only running tells. */
const untold = new Set([
  ...["L1Loss", "MSELoss", "SmoothL1Loss", "HuberLoss", "SoftMarginLoss", "HingeEmbeddingLoss", "PoissonNLLLoss"],
  ...["GaussianNLLLoss", "KLDivLoss", "BCEWithLogitsLoss", "MultiLabelSoftMarginLoss", "MarginRankingLoss"],
  ...["CosineEmbeddingLoss", "TripletMarginLoss", "TripletMarginWithDistanceLoss", "CTCLoss", "PairwiseDistance"],
]);

test.each(classes.map((def) => [def.name, def] as const))("%s", (name, def) => {
  const example = registryExamples[name]!;
  const shapes = example.inputs((min) => Math.max(min, 2)).map(sizes);
  const args = requireArgs(def, example.args ?? {});
  for (const training of [false, true]) {
    for (const types of choices(Math.min(shapes.length, 3))) {
      const given = shapes.map((shape, i) => ({ shape, dtype: types[i] ?? ("int64" as const) }));
      const run = (): string => {
        const module = buildModule(def, args, new Generator(0)).train(training);
        const inputs = given.map(({ shape, dtype }) => empty(shape, dtype).copy_(new Array(numel(shape)).fill(1)));
        try {
          return no_grad(() => callPorts(module, inputs))
            .map((out) => out?.dtype ?? "")
            .join();
        } catch (error) {
          return String(error);
        }
      };
      const told = (): string => {
        try {
          return outputTypes(def, args, given, training)
            .map(({ dtype }) => dtype ?? "?")
            .join();
        } catch (error) {
          expect(error).toBeInstanceOf(DTypeError);
          return String(error);
        }
      };
      const said = told();
      if (said.includes("?")) expect(untold, `${name} of ${types}`).toContain(name);
      else expect(said, `${name} of ${types}, training ${training}`).toBe(run());
    }
  }
});

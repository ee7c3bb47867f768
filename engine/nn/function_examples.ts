// Owns the table of examples that the walk through the registry of functions takes: one entry per function, by family.
import { elementwiseExamples } from "./examples/functions/elementwise.fixture.ts";
import type { FunctionExamples } from "./examples/functions/example.fixture.ts";
import { neuralExamples } from "./examples/functions/neural.fixture.ts";
import { reductionExamples } from "./examples/functions/reduction.fixture.ts";
import { shapeFunctionExamples } from "./examples/functions/shape.fixture.ts";

export const functionExamples: FunctionExamples = {
  ...shapeFunctionExamples,
  ...reductionExamples,
  ...elementwiseExamples,
  ...neuralExamples,
};

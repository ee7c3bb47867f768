// Owns the table of examples that the walk through the registry takes: one entry per torch.nn class, by family.
import { activationExamples } from "./examples/activation.fixture.ts";
import { convolutionExamples } from "./examples/convolution.fixture.ts";
import type { Examples } from "./examples/example.fixture.ts";
import { linearExamples } from "./examples/linear.fixture.ts";
import { lossExamples } from "./examples/loss.fixture.ts";
import { distanceLossExamples } from "./examples/loss_distance.fixture.ts";
import { normalizationExamples } from "./examples/normalization.fixture.ts";
import { paddingExamples } from "./examples/padding.fixture.ts";
import { poolingExamples } from "./examples/pooling.fixture.ts";
import { sequenceExamples } from "./examples/sequence.fixture.ts";
import { shapeExamples } from "./examples/shape.fixture.ts";

export const registryExamples: Examples = {
  ...convolutionExamples,
  ...poolingExamples,
  ...paddingExamples,
  ...activationExamples,
  ...normalizationExamples,
  ...linearExamples,
  ...sequenceExamples,
  ...shapeExamples,
  ...lossExamples,
  ...distanceLossExamples,
};

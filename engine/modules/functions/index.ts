// Owns the registry of functions: every one of torch's functions of tensors that is declared, by its torch name.
import * as elementwise from "./elementwise.ts";
import * as indexing from "./indexing.ts";
import * as math from "./math.ts";
import * as matrix from "./matrix.ts";
import * as merge from "./merge.ts";
import * as neural from "./neural.ts";
import * as reduction from "./reduction.ts";
import * as shape from "./shape.ts";
import * as source from "./source.ts";

const { variance, ...reductions } = reduction;

/** By name, in the palette's order. */
export const functions = {
  ...shape,
  ...merge,
  ...indexing,
  ...reductions,
  var: variance,
  ...math,
  ...elementwise,
  ...matrix,
  ...neural,
  ...source,
} as const;

export type FunctionName = keyof typeof functions;

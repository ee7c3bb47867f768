// Owns what memory an op's training step needs for itself, between its forward and its backward.
import { numel } from "../../core/shape.ts";
import { Value } from "../../ir/graph.ts";
import { maxPoolDims } from "../steps/pooling.ts";
import type { Op } from "../values.ts";

export type Workspaces = Readonly<Record<string, Value>>;

/** A tap is kept in a byte: windows of more are left to the op itself. */
export const mostTaps = 255;

const spatial = { max_pool1d: 1, max_pool2d: 2, max_pool3d: 3 } as const;

export function workspacesOf(op: Op): Workspaces {
  switch (op.name) {
    case "max_pool1d":
    case "max_pool2d":
    case "max_pool3d":
      // Which tap of its window each output is.
      return numel(maxPoolDims(spatial[op.name], op).kernel) > mostTaps
        ? {}
        : { taps: new Value(op.outputs[0]!.shape, "bool") };
    case "cross_entropy":
      return { logs: new Value(op.args.input.shape, "float32") };
    default:
      return {};
  }
}

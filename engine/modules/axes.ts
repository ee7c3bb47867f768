// Owns what dims are called, as torch's documentation calls them, and what a module says of the dims it gives.
import type { Shape } from "../core/shape.ts";

/** `source` is the second length of attention, `layers` that of the states of stacked recurrent layers. */
export type Axis = "n" | "c" | "d" | "h" | "w" | "l" | "source" | "features" | "layers" | "other";

/** The dims of what a module gives: at a port (null: the first), with these arguments, at this rank; null where its input's stay. */
export type AxesRule = (args: object, port: string | null, rank: number) => readonly Axis[] | null;

const spatialAxes: Readonly<Record<number, readonly Axis[]>> = { 1: ["l"], 2: ["h", "w"], 3: ["d", "h", "w"] };

interface Spatial {
  readonly spatial?: number;
  readonly batch: "optional" | "always";
}

/** Whether a tensor of this rank is one sample without a batch to a module: (C, H, W) where it works on (N, C, H, W). */
export const isUnbatched = ({ spatial, batch }: Spatial, rank: number): boolean =>
  spatial !== undefined && batch === "optional" && rank === spatial + 1;

/** The dims of a module that works on channels and spatial dims; null at another rank. */
function spatialDims(def: Spatial, rank: number): readonly Axis[] | null {
  const { spatial } = def;
  if (spatial === undefined) return null;
  if (rank === spatial + 2) return ["n", "c", ...spatialAxes[spatial]!];
  return isUnbatched(def, rank) ? ["c", ...spatialAxes[spatial]!] : null;
}

/** A sequence of features, batched or not, the batch first where `batch_first` says so. */
const sequence = (args: object, rank: number): readonly Axis[] => {
  if (rank !== 3) return ["l", "features"];
  return "batch_first" in args && args.batch_first === true ? ["n", "l", "features"] : ["l", "n", "features"];
};

/** Recurrent layers give a sequence, and their last states. */
export const recurrentAxes: AxesRule = (args, port, rank) => {
  if (port === null) return sequence(args, rank);
  return rank === 3 ? ["layers", "n", "features"] : ["layers", "features"];
};

/** Recurrent cells give one step's states. */
export const cellAxes: AxesRule = (_args, _port, rank) => (rank === 2 ? ["n", "features"] : ["features"]);

/** Attention gives a sequence, and its weights over the source. */
export const attentionAxes: AxesRule = (args, port, rank) => {
  if (port === null) return sequence(args, rank);
  return rank === 3 ? ["n", "l", "source"] : ["l", "source"];
};

/** An embedding of a batch of sequences of indices. */
export const embeddingAxes: AxesRule = (_args, _port, rank) => (rank === 3 ? ["n", "l", "features"] : null);

const usual: Readonly<Record<number, readonly Axis[]>> = {
  1: ["n"],
  2: ["n", "features"],
  3: ["n", "c", "l"],
  4: ["n", "c", "h", "w"],
  5: ["n", "c", "d", "h", "w"],
};

/** What a module calls the dims of a tensor it gives; null where they are called as those of its input. */
export const givenAxes = (
  def: Spatial & { readonly axes?: AxesRule },
  args: object,
  port: string | null,
  rank: number,
): readonly Axis[] | null => (def.axes ? def.axes(args, port, rank) : spatialDims(def, rank));

/** What dims mostly are where nothing else is known. */
export const usualAxes = (shape: Shape): readonly Axis[] => usual[shape.length] ?? shape.map((): Axis => "other");

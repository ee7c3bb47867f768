// Owns the plain values that ops take besides tensors.

/** An int for every spatial dim, or one per dim. */
export type Ints = number | readonly number[];
/** A factor for every spatial dim, or one per dim. */
export type Floats = number | readonly number[];
export type Padding = Ints | "same" | "valid";
export type PadMode = "constant" | "reflect" | "replicate" | "circular";
export type InterpolateMode = "nearest" | "nearest-exact" | "linear" | "bilinear" | "trilinear" | "bicubic" | "area";
export type GridSampleMode = "bilinear" | "nearest" | "bicubic";
export type GridSamplePadding = "zeros" | "border" | "reflection";
/** How the losses of a batch become one: not at all, by their mean or by their sum. */
export type Reduction = "none" | "mean" | "sum";
/** Lengths of the sequences of a batch, where torch takes a tuple instead of a tensor. */
export type Lengths = readonly number[];

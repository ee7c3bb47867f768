// Owns the op vocabulary: torch.nn.functional's names and argument order, over an abstract value V.

import type { ActivationOps } from "./vocabulary/activation.ts";
import type { AttentionOps } from "./vocabulary/attention.ts";
import type { ConvOps } from "./vocabulary/conv.ts";
import type { ConvTransposeOps } from "./vocabulary/conv_transpose.ts";
import type { DistanceOps } from "./vocabulary/distance.ts";
import type { DropoutOps } from "./vocabulary/dropout.ts";
import type { BinaryOps, UnaryOps } from "./vocabulary/elementwise.ts";
import type { FoldingOps } from "./vocabulary/fold.ts";
import type { GridOps } from "./vocabulary/grid.ts";
import type { IndexingOps } from "./vocabulary/indexing.ts";
import type { InterpolateOps } from "./vocabulary/interpolate.ts";
import type { LayernormOps } from "./vocabulary/layernorm.ts";
import type { LinearOps } from "./vocabulary/linear.ts";
import type { LossOps } from "./vocabulary/loss.ts";
import type { MergeOps } from "./vocabulary/merge.ts";
import type { NormOps } from "./vocabulary/norm.ts";
import type { PadOps } from "./vocabulary/pad.ts";
import type { PoolOps } from "./vocabulary/pool.ts";
import type { ProductOps } from "./vocabulary/products.ts";
import type { RearrangingOps } from "./vocabulary/rearranging.ts";
import type { RecurrentOps } from "./vocabulary/recurrent.ts";
import type { ReduceOps } from "./vocabulary/reduce.ts";
import type { ReshapingOps } from "./vocabulary/shape.ts";
import type { SourceOps } from "./vocabulary/source.ts";
import type { SparseOps } from "./vocabulary/sparse.ts";

export type {
  Floats,
  GridSampleMode,
  GridSamplePadding,
  InterpolateMode,
  Ints,
  Padding,
  PadMode,
  Reduction,
} from "./values.ts";

/**
 * One method per op, its families in `vocabulary/`. Interpreters give them a meaning: `shapeFunctional` computes sizes
 * (torch's meta device), `tensorFunctional` numbers and gradients. A missing op is a compile error in exactly that
 * interpreter.
 */
export interface Functional<V>
  extends SourceOps<V>,
    ConvOps<V>,
    ConvTransposeOps<V>,
    FoldingOps<V>,
    InterpolateOps<V>,
    GridOps<V>,
    PoolOps<V>,
    PadOps<V>,
    LinearOps<V>,
    ActivationOps<V>,
    NormOps<V>,
    DropoutOps<V>,
    ReshapingOps<V>,
    MergeOps<V>,
    LossOps<V>,
    DistanceOps<V>,
    SparseOps<V>,
    LayernormOps<V>,
    AttentionOps<V>,
    RecurrentOps<V>,
    RearrangingOps<V>,
    IndexingOps<V>,
    ReduceOps<V>,
    BinaryOps<V>,
    UnaryOps<V>,
    ProductOps<V> {}

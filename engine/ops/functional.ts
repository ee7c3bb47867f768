// Owns the op vocabulary: torch.nn.functional's names and argument order, over an abstract value V.

import type { ActivationOps } from "./vocabulary/activation.ts";
import type { AttentionOps } from "./vocabulary/attention.ts";
import type { ConvolutionOps } from "./vocabulary/convolution.ts";
import type { DistanceOps } from "./vocabulary/distance.ts";
import type { DropoutOps } from "./vocabulary/dropout.ts";
import type { BinaryOps, UnaryOps } from "./vocabulary/elementwise.ts";
import type { FoldingOps } from "./vocabulary/fold.ts";
import type { IndexingOps } from "./vocabulary/indexing.ts";
import type { LayernormOps } from "./vocabulary/layernorm.ts";
import type { LinearOps } from "./vocabulary/linear.ts";
import type { LossOps } from "./vocabulary/loss.ts";
import type { MergeOps } from "./vocabulary/merge.ts";
import type { NormalizationOps } from "./vocabulary/normalization.ts";
import type { PaddingOps } from "./vocabulary/padding.ts";
import type { PoolingOps } from "./vocabulary/pooling.ts";
import type { ProductOps } from "./vocabulary/products.ts";
import type { RearrangingOps } from "./vocabulary/rearranging.ts";
import type { RecurrentOps } from "./vocabulary/recurrent.ts";
import type { ReducingOps } from "./vocabulary/reducing.ts";
import type { ReshapingOps } from "./vocabulary/shape.ts";
import type { SourceOps } from "./vocabulary/source.ts";
import type { SparseOps } from "./vocabulary/sparse.ts";
import type { TransposedConvolutionOps } from "./vocabulary/transposed.ts";
import type { VisionOps } from "./vocabulary/vision.ts";

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
    ConvolutionOps<V>,
    TransposedConvolutionOps<V>,
    FoldingOps<V>,
    VisionOps<V>,
    PoolingOps<V>,
    PaddingOps<V>,
    LinearOps<V>,
    ActivationOps<V>,
    NormalizationOps<V>,
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
    ReducingOps<V>,
    BinaryOps<V>,
    UnaryOps<V>,
    ProductOps<V> {}

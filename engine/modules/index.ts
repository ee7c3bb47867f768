// Owns the registry: every class and function the engine knows, by its torch name.
import {
  CELU,
  ELU,
  GELU,
  GLU,
  Hardshrink,
  Hardsigmoid,
  Hardswish,
  Hardtanh,
  LeakyReLU,
  LogSigmoid,
  LogSoftmax,
  Mish,
  PReLU,
  ReLU,
  ReLU6,
  RReLU,
  SELU,
  Sigmoid,
  SiLU,
  Softmax,
  Softmax2d,
  Softmin,
  Softplus,
  Softshrink,
  Softsign,
  Tanh,
  Tanhshrink,
  Threshold,
} from "./activation.ts";
import { AdaptiveLogSoftmaxWithLoss } from "./adaptive.ts";
import { MultiheadAttention } from "./attention.ts";
import { BatchNorm1d, BatchNorm2d, BatchNorm3d, InstanceNorm1d, InstanceNorm2d, InstanceNorm3d } from "./batchnorm.ts";
import { Conv1d, Conv2d, Conv3d } from "./conv.ts";
import { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from "./conv_transpose.ts";
import type { AnyModuleDef } from "./define.ts";
import { CosineSimilarity, PairwiseDistance } from "./distance.ts";
import { AlphaDropout, Dropout, Dropout1d, Dropout2d, Dropout3d, FeatureAlphaDropout } from "./dropout.ts";
import { Flatten, Unflatten } from "./flatten.ts";
import { Fold, Unfold } from "./fold.ts";
import { type FunctionName, functions } from "./functions/index.ts";
import { Input, Output } from "./inputoutput.ts";
import { LayerNorm, RMSNorm } from "./layernorm.ts";
import { Bilinear, Identity, Linear } from "./linear.ts";
import {
  BCELoss,
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  GaussianNLLLoss,
  HingeEmbeddingLoss,
  HuberLoss,
  KLDivLoss,
  L1Loss,
  MSELoss,
  MultiLabelMarginLoss,
  MultiLabelSoftMarginLoss,
  MultiMarginLoss,
  NLLLoss,
  PoissonNLLLoss,
  SmoothL1Loss,
  SoftMarginLoss,
} from "./loss.ts";
import {
  CosineEmbeddingLoss,
  CTCLoss,
  MarginRankingLoss,
  TripletMarginLoss,
  TripletMarginWithDistanceLoss,
} from "./loss_distance.ts";
import { Add, Cat, Mul } from "./merge.ts";
import { CrossMapLRN2d, GroupNorm, LocalResponseNorm } from "./norm.ts";
import {
  CircularPad1d,
  CircularPad2d,
  CircularPad3d,
  ConstantPad1d,
  ConstantPad2d,
  ConstantPad3d,
  ReflectionPad1d,
  ReflectionPad2d,
  ReflectionPad3d,
  ReplicationPad1d,
  ReplicationPad2d,
  ReplicationPad3d,
  ZeroPad1d,
  ZeroPad2d,
  ZeroPad3d,
} from "./padding.ts";
import {
  AvgPool1d,
  AvgPool2d,
  AvgPool3d,
  LPPool1d,
  LPPool2d,
  LPPool3d,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
} from "./pooling.ts";
import {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
  FractionalMaxPool2d,
  FractionalMaxPool3d,
  MaxUnpool1d,
  MaxUnpool2d,
  MaxUnpool3d,
} from "./pooling_to_size.ts";
import { GRU, GRUCell, LSTM, LSTMCell, RNN, RNNCell } from "./recurrent.ts";
import { ChannelShuffle, PixelShuffle, PixelUnshuffle } from "./shuffle.ts";
import { Embedding, EmbeddingBag } from "./sparse.ts";
import { Buffer, Parameter } from "./tensors.ts";
import {
  Transformer,
  TransformerDecoder,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
} from "./transformer.ts";
import { Upsample, UpsamplingBilinear2d, UpsamplingNearest2d } from "./upsample.ts";

function registry<const D extends readonly AnyModuleDef[]>(...defs: D): { readonly [M in D[number] as M["name"]]: M } {
  return Object.fromEntries(defs.map((def) => [def.name, def])) as never;
}

/** Every module, in the order the palette shows those of one category. */
export const modules = registry(
  Input,
  Output,
  Conv1d,
  Conv2d,
  Conv3d,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  Unfold,
  Fold,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
  MaxUnpool1d,
  MaxUnpool2d,
  MaxUnpool3d,
  AvgPool1d,
  AvgPool2d,
  AvgPool3d,
  FractionalMaxPool2d,
  FractionalMaxPool3d,
  LPPool1d,
  LPPool2d,
  LPPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  ReflectionPad1d,
  ReflectionPad2d,
  ReflectionPad3d,
  ReplicationPad1d,
  ReplicationPad2d,
  ReplicationPad3d,
  ZeroPad1d,
  ZeroPad2d,
  ZeroPad3d,
  ConstantPad1d,
  ConstantPad2d,
  ConstantPad3d,
  CircularPad1d,
  CircularPad2d,
  CircularPad3d,
  ReLU,
  ReLU6,
  LeakyReLU,
  PReLU,
  RReLU,
  ELU,
  SELU,
  CELU,
  GELU,
  SiLU,
  Mish,
  Sigmoid,
  LogSigmoid,
  Hardsigmoid,
  Hardswish,
  Tanh,
  Hardtanh,
  Tanhshrink,
  Softsign,
  Softplus,
  Threshold,
  Hardshrink,
  Softshrink,
  GLU,
  Softmax,
  Softmin,
  Softmax2d,
  LogSoftmax,
  AdaptiveLogSoftmaxWithLoss,
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  GroupNorm,
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
  RMSNorm,
  LocalResponseNorm,
  CrossMapLRN2d,
  Linear,
  Bilinear,
  Identity,
  RNN,
  LSTM,
  GRU,
  RNNCell,
  LSTMCell,
  GRUCell,
  MultiheadAttention,
  LayerNorm,
  TransformerEncoderLayer,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerDecoder,
  Transformer,
  Embedding,
  EmbeddingBag,
  CosineSimilarity,
  PairwiseDistance,
  Dropout,
  Dropout1d,
  Dropout2d,
  Dropout3d,
  AlphaDropout,
  FeatureAlphaDropout,
  L1Loss,
  MSELoss,
  CrossEntropyLoss,
  CTCLoss,
  NLLLoss,
  PoissonNLLLoss,
  GaussianNLLLoss,
  KLDivLoss,
  BCELoss,
  BCEWithLogitsLoss,
  MarginRankingLoss,
  HingeEmbeddingLoss,
  MultiLabelMarginLoss,
  HuberLoss,
  SmoothL1Loss,
  SoftMarginLoss,
  MultiLabelSoftMarginLoss,
  CosineEmbeddingLoss,
  MultiMarginLoss,
  TripletMarginLoss,
  TripletMarginWithDistanceLoss,
  Flatten,
  Unflatten,
  PixelShuffle,
  PixelUnshuffle,
  ChannelShuffle,
  Upsample,
  UpsamplingNearest2d,
  UpsamplingBilinear2d,
  Add,
  Mul,
  Cat,
);

export type ModuleName = keyof typeof modules;

/** Whether values enter ("input") or leave ("output") the model at a node of this class. */
export const roleOf = (name: string | undefined): "input" | "output" | null =>
  name === undefined ? null : (moduleDef(name)?.role ?? null);

/** The tensors that a model holds itself: in torch no modules. */
const held = registry(Parameter, Buffer);

/** Every declaration: torch's classes, what models hold, then torch's functions. */
export const declarations: readonly AnyModuleDef[] = [modules, held, functions].flatMap((each) => Object.values(each));

/** The declaration of a class or function by its torch name. */
export function moduleDef(name: string): AnyModuleDef | undefined {
  if (Object.hasOwn(modules, name)) return modules[name as ModuleName];
  if (Object.hasOwn(held, name)) return held[name as keyof typeof held];
  return Object.hasOwn(functions, name) ? functions[name as FunctionName] : undefined;
}

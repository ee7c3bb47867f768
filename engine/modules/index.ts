// Owns the registry: every module the engine knows, by its torch name.
import { GELU, LogSoftmax, ReLU, Sigmoid, Softmax, Tanh } from "./activation.ts";
import { MultiheadAttention } from "./attention.ts";
import { BatchNorm1d, BatchNorm2d, BatchNorm3d, InstanceNorm1d, InstanceNorm2d, InstanceNorm3d } from "./batchnorm.ts";
import { Conv1d, Conv2d, Conv3d } from "./conv.ts";
import { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from "./conv_transpose.ts";
import type { AnyModuleDef } from "./define.ts";
import { CosineSimilarity, PairwiseDistance } from "./distance.ts";
import { AlphaDropout, Dropout, Dropout1d, Dropout2d, Dropout3d, FeatureAlphaDropout } from "./dropout.ts";
import { Flatten, Unflatten } from "./flatten.ts";
import { Fold, Unfold } from "./fold.ts";
import { Input, Output } from "./inputoutput.ts";
import { LayerNorm, RMSNorm } from "./layernorm.ts";
import { Bilinear, Identity, Linear } from "./linear.ts";
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
  Sigmoid,
  Tanh,
  GELU,
  Softmax,
  LogSoftmax,
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

/** The declaration of a module by its torch name. */
export const moduleDef = (name: string): AnyModuleDef | undefined =>
  Object.hasOwn(modules, name) ? modules[name as ModuleName] : undefined;

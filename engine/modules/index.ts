// Owns the registry: every module the engine knows, by its torch name.
import { GELU, LogSoftmax, ReLU, Sigmoid, Softmax, Tanh } from "./activation.ts";
import { MultiheadAttention } from "./attention.ts";
import { BatchNorm2d } from "./batchnorm.ts";
import { Conv1d, Conv2d, Conv3d } from "./conv.ts";
import { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from "./conv_transpose.ts";
import type { AnyModuleDef } from "./define.ts";
import { CosineSimilarity, PairwiseDistance } from "./distance.ts";
import { Dropout, Dropout2d } from "./dropout.ts";
import { Flatten } from "./flatten.ts";
import { Input, Output } from "./inputoutput.ts";
import { LayerNorm } from "./layernorm.ts";
import { Bilinear, Identity, Linear } from "./linear.ts";
import { Add, Cat, Mul } from "./merge.ts";
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
import { AdaptiveAvgPool2d, AvgPool2d, MaxPool2d } from "./pooling.ts";
import { GRU, GRUCell, LSTM, LSTMCell, RNN, RNNCell } from "./recurrent.ts";
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
  MaxPool2d,
  AvgPool2d,
  AdaptiveAvgPool2d,
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
  BatchNorm2d,
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
  Dropout2d,
  Flatten,
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

// Owns the dtype rules of ops over several tensors: merges, attention, recurrent layers, distances and losses.
import { type DType, printDType } from "../../core/dtype.ts";
import { sameShape } from "../../core/shape.ts";
import { layerRules } from "./layers.ts";
import type { Given, Typed } from "./rule.ts";
import * as rule from "./rule.ts";

type Maybe = Typed | null | undefined;

const needFloats = (...values: readonly Maybe[]): void => {
  for (const x of values) {
    if (rule.isOther(x, "float32")) {
      throw rule.expected("float32", x.dtype, "mat1 and mat2 must have the same dtype");
    }
  }
};

/** `gives`: how many tensors come out. */
const recurrent =
  (gives: number) =>
  (x: Typed, hx: Maybe | readonly Typed[]): Given => {
    needFloats(x, ...(Array.isArray(hx) ? (hx as readonly Typed[]) : [hx as Maybe]));
    return gives === 1 ? "float32" : new Array<DType>(gives).fill("float32");
  };

function checkMasks(attn_mask: Maybe, key_padding_mask: Maybe): void {
  const assertion = (text: string) => rule.expected("bool", "int64", text, "AssertionError");
  if (key_padding_mask?.dtype === "int64") {
    throw assertion("only bool and floating types of key_padding_mask are supported");
  }
  if (attn_mask?.dtype === "int64") {
    throw assertion(`Only float, byte, and bool types are supported for attn_mask, not ${printDType("int64")}`);
  }
}

type Attention = readonly [query: Typed, key: Typed, value: Typed, ...rest: readonly unknown[]];

function multiHeadAttention(...args: Attention): Given {
  const [query, key, value] = args;
  const [inWeight, inBias] = [args[5], args[6]] as readonly Maybe[];
  const [padding, mask] = [args[14], args[16]] as readonly Maybe[];
  const own = [args[18], args[19], args[20]] as readonly Maybe[];
  checkMasks(mask, padding);
  for (const [i, x] of [query, key, value].entries()) {
    const weight = args[17] === true ? own[i] : inWeight;
    if (weight) layerRules.linear(x, weight, inBias);
  }
  return ["float32", args[15] === false ? null : "float32"];
}

function cosine(x1: Typed, x2: Typed): Given {
  const common = rule.promoted(x1, x2);
  if (common === null || common === "float32") return common;
  const text = `expected common dtype to be floating point, yet common dtype is ${rule.name(common)}`;
  throw rule.expected("float32", common, text);
}

function bilinear(x1: Typed, x2: Typed, weight: Typed): Given {
  rule.sameScalar(x1, weight);
  if (rule.isOther(x2, "float32")) {
    throw rule.expected("float32", x2.dtype, `expected scalar type Float but found ${rule.name(x2.dtype)}`);
  }
  return "float32";
}

const labels = (target: Typed): void => {
  if (rule.isOther(target, "int64")) {
    throw rule.expected("int64", target.dtype, `expected scalar type Long but found ${rule.name(target.dtype)}`);
  }
};

function crossEntropy(x: Typed, target: Typed): Given {
  if (sameShape(x.shape, target.shape)) {
    if (rule.isOther(target, "float32")) {
      const text = `Expected floating point type for target with class probabilities, got ${rule.name(target.dtype)}`;
      throw rule.expected("float32", target.dtype, text);
    }
    return null;
  }
  layerRules.log_softmax(x, Math.min(1, x.shape.length - 1));
  labels(target);
  return "float32";
}

function negativeLogLikelihood(x: Typed, target: Typed): Given {
  labels(target);
  return rule.floats("nll_loss_out_frame")(x);
}

const marginOver =
  (kernel: string) =>
  (x: Typed, target: Typed): Given => {
    rule.floats(kernel)(x);
    labels(target);
    return "float32";
  };

function binaryCrossEntropy(x: Typed, target: Typed): Given {
  rule.floats("binary_cross_entropy")(x);
  if (rule.isOther(target, "float32")) {
    throw rule.expected("float32", target.dtype, `Found dtype ${rule.name(target.dtype)} but expected Float`);
  }
  return "float32";
}

const merged = (...values: readonly (Typed | number)[]): Given => rule.promoted(...values);

export const severalRules = {
  add: merged,
  mul: merged,
  cat: (tensors: readonly Typed[]) => rule.promoted(...tensors),
  bilinear,
  cosine_similarity: cosine,
  multi_head_attention_forward: multiHeadAttention,
  transformer_inputs: (src: Typed, tgt: Typed): Given => [src.dtype, tgt.dtype],
  rnn_tanh: recurrent(2),
  rnn_relu: recurrent(2),
  gru: recurrent(2),
  lstm: recurrent(3),
  rnn_tanh_cell: recurrent(1),
  rnn_relu_cell: recurrent(1),
  gru_cell: recurrent(1),
  lstm_cell: recurrent(2),
  adaptive_log_softmax(_x: Typed, target: Typed): Given {
    if (rule.isOther(target, "int64")) {
      throw rule.expected("int64", target.dtype, "gather(): Expected dtype int64 for index");
    }
    return ["float32", "float32"];
  },
  cross_entropy: crossEntropy,
  nll_loss: negativeLogLikelihood,
  multi_margin_loss: marginOver("multi_margin_loss"),
  multilabel_margin_loss: marginOver("multilabel_margin_loss_forward_out_frame"),
  binary_cross_entropy: binaryCrossEntropy,
} as const;

// Owns each module as jax-js ops, images in (N, C, H, W). Arrays are owned: a value is kept with `.ref` for every
// reader, and dropped when the last has read it.
import { lax, nn, numpy as np } from "@jax-js/jax";
import { type LoadedTask, type Step, sizeOf } from "../task.ts";
import type { FoldedStep } from "./fold.ts";

export type Weights = Record<string, np.Array>;

/** The weights as arrays, in torch's shapes. */
export function jaxWeights(task: LoadedTask, steps: readonly FoldedStep[]): Weights {
  const weights: Weights = {};
  const put = (key: string, values: Float32Array, shape: readonly number[]): void => {
    weights[key] = np.array(values.slice()).reshape([...shape]);
  };
  for (const { name, weight, bias } of steps) {
    for (const stored of task.weights.filter((candidate) => candidate.name.startsWith(`${name}.`))) {
      const own = stored.name === `${name}.weight` ? weight : stored.name === `${name}.bias` ? bias : undefined;
      put(stored.name, own ?? task.weight(stored.name), stored.shape);
    }
    if (bias && !(`${name}.bias` in weights)) put(`${name}.bias`, bias, [bias.length]);
  }
  return weights;
}

const pair = (value: unknown): [number, number] =>
  typeof value === "number" ? [value, value] : (value as [number, number]);

const both = (value: unknown): [number, number][] => pair(value).map((size) => [size, size]);

/** A channel's values along dim 1 of an image. */
const channels = (x: np.Array): np.Array => x.reshape([1, -1, 1, 1]);

const activated = (x: np.Array, activation: FoldedStep["activation"]): np.Array =>
  activation === "relu" ? nn.relu(x) : activation === "relu6" ? nn.relu6(x) : x;

/** x Wᵀ + b; takes x, weight and bias. */
function linear(x: np.Array, weight: np.Array, bias: np.Array | null): np.Array {
  const y = np.matmul(x, np.transpose(weight));
  return bias ? y.add(bias) : y;
}

/** (x − mean) / √(variance + ε) over the axes; takes x. */
function standardized(x: np.Array, axes: number | number[], eps: number): np.Array {
  const mean = np.mean(x.ref, axes, { keepdims: true });
  const centered = x.sub(mean);
  const variance = np.mean(np.square(centered.ref), axes, { keepdims: true });
  return centered.div(np.sqrt(variance.add(eps)));
}

type Get = (key: string) => np.Array;

function encoderLayer({ args, shape }: Step, x: np.Array, get: Get): np.Array {
  const [batch, steps, width] = shape as [number, number, number];
  const heads = args.nhead as number;
  const norm = (value: np.Array, which: string): np.Array =>
    standardized(value, -1, args.layer_norm_eps as number)
      .mul(get(`${which}.weight`))
      .add(get(`${which}.bias`));
  const projected = linear(x.ref, get("self_attn.in_proj_weight"), get("self_attn.in_proj_bias"));
  const [q, k, v] = np.split(projected, 3, -1).map((part) => part.reshape([batch, steps, heads, width / heads]));
  const scores = np
    .matmul(np.transpose(q!, [0, 2, 1, 3]), np.transpose(k!, [0, 2, 3, 1]))
    .mul(1 / Math.sqrt(width / heads));
  const attended = np.matmul(nn.softmax(scores, -1), np.transpose(v!, [0, 2, 1, 3]));
  const joined = np.transpose(attended, [0, 2, 1, 3]).reshape([batch, steps, width]);
  const middle = norm(x.add(linear(joined, get("self_attn.out_proj.weight"), get("self_attn.out_proj.bias"))), "norm1");
  const wide = nn.relu(linear(middle.ref, get("linear1.weight"), get("linear1.bias")));
  return norm(middle.add(linear(wide, get("linear2.weight"), get("linear2.bias"))), "norm2");
}

/** Layers one after another, each unrolled in time: there is no scan. */
function lstm({ args, shape }: Step, x: np.Array, get: Get): np.Array {
  const hidden = args.hidden_size as number;
  const [steps, batch] = shape as [number, number, number];
  let sequence = x;
  for (let layer = 0; layer < (args.num_layers as number); layer++) {
    const bias = get(`bias_ih_l${layer}`).add(get(`bias_hh_l${layer}`));
    const given = np.split(linear(sequence, get(`weight_ih_l${layer}`), bias), steps, 0);
    const recurrent = np.transpose(get(`weight_hh_l${layer}`));
    let h = np.zeros([batch, hidden]);
    let c = np.zeros([batch, hidden]);
    const outputs: np.Array[] = [];
    for (const now of given) {
      const gates = now.reshape([batch, 4 * hidden]).add(np.matmul(h, recurrent.ref));
      const [i, f, g, o] = np.split(gates, 4, -1);
      c = nn
        .sigmoid(f!)
        .mul(c)
        .add(nn.sigmoid(i!).mul(np.tanh(g!)));
      h = nn.sigmoid(o!).mul(np.tanh(c.ref));
      outputs.push(h.ref);
    }
    for (const array of [recurrent, h, c]) array.dispose();
    sequence = np.stack(outputs);
  }
  return sequence;
}

function maxPool(x: np.Array, args: Step["args"]): np.Array {
  const size = pair(args.kernel_size);
  const stride = args.stride === null ? size : pair(args.stride);
  const pad = pair(args.padding);
  const none: [number, number] = [0, 0];
  const widths: [number, number][] = [none, none, [pad[0], pad[0]], [pad[1], pad[1]]];
  // Zeros around will do: what is pooled here with padding comes out of a ReLU.
  const padded = pad[0] + pad[1] > 0 ? np.pad(x, widths) : x;
  return lax.reduceWindow(padded, (window) => np.max(window), [1, 1, ...size], [1, 1, ...stride]);
}

function runStep(step: FoldedStep, inputs: readonly np.Array[], get: Get, training: boolean): np.Array {
  const { module, args, shape, activation } = step;
  const x = inputs[0]!;
  switch (module) {
    case "MatMul":
      return np.matmul(x, inputs[1]!);
    case "Conv2d": {
      const options = { featureGroupCount: args.groups as number };
      const y = lax.convGeneralDilated(x, get("weight"), pair(args.stride), both(args.padding), options);
      return activated(step.bias || args.bias ? y.add(channels(get("bias"))) : y, activation);
    }
    case "ConvTranspose2d": {
      const options = { transposeKernel: true };
      const y = lax.convTranspose(x, get("weight"), pair(args.stride), both(args.padding), options);
      return activated(args.bias ? y.add(channels(get("bias"))) : y, activation);
    }
    case "BatchNorm2d":
      if (!training) {
        const scale = get("weight").div(np.sqrt(get("running_var").add(args.eps as number)));
        const shift = get("bias").sub(get("running_mean").mul(scale.ref));
        return x.mul(channels(scale)).add(channels(shift));
      }
      return standardized(x, [0, 2, 3], args.eps as number)
        .mul(channels(get("weight")))
        .add(channels(get("bias")));
    case "ReLU":
      return nn.relu(x);
    case "ReLU6":
      return nn.relu6(x);
    case "MaxPool2d":
      return maxPool(x, args);
    case "AdaptiveAvgPool2d":
      if (sizeOf(shape.slice(2)) !== 1) throw new Error("adaptive pooling to more than one value");
      return np.mean(x, [2, 3], { keepdims: true });
    case "Flatten":
      return x.reshape([...shape]);
    case "Linear":
      return activated(linear(x, get("weight"), args.bias ? get("bias") : null), activation);
    case "Add":
      return x.add(inputs[1]!);
    case "Cat":
      return np.concatenate([...inputs], args.dim as number);
    case "TransformerEncoderLayer":
      return encoderLayer(step, x, get);
    case "LSTM":
      return lstm(step, x, get);
    default:
      throw new Error(`${module} has no jax-js form here`);
  }
}

/** The value of `output`. Takes the inputs and the weights. */
export function runSteps(
  steps: readonly FoldedStep[],
  inputs: Record<string, np.Array>,
  weights: Weights,
  output: string,
  training: boolean,
): np.Array {
  const readers = new Map<string, number>([[output, 1]]);
  for (const step of steps) for (const name of step.inputs) readers.set(name, (readers.get(name) ?? 0) + 1);
  const values = new Map(Object.entries(inputs));
  const read = (name: string): np.Array => {
    const left = readers.get(name)! - 1;
    readers.set(name, left);
    return left > 0 ? values.get(name)!.ref : values.get(name)!;
  };
  const unused = new Set(Object.keys(weights));
  for (const step of steps) {
    const get = (key: string): np.Array => {
      unused.delete(`${step.name}.${key}`);
      return weights[`${step.name}.${key}`]!;
    };
    values.set(step.name, runStep(step, step.inputs.map(read), get, training));
  }
  for (const key of unused) weights[key]!.dispose();
  return read(output);
}

// Owns each module as TensorFlow.js ops, images in (N, H, W, C).
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import { type LoadedTask, type Step, sizeOf } from "../task.ts";
import type { FoldedStep } from "./fold.ts";

export interface Environment {
  readonly weights: ReadonlyMap<string, tf.Tensor>;
  /** Batch statistics in batch normalization. Running ones are not kept: less work than the others do. */
  readonly training: boolean;
}

/** The weights as tensors (variables when they are trained), filters as (kH, kW, in, out), matrices as (in, out). */
export function tfWeights(task: LoadedTask, steps: readonly FoldedStep[], train: boolean): Map<string, tf.Tensor> {
  const weights = new Map<string, tf.Tensor>();
  const put = (key: string, values: Float32Array, shape: readonly number[], order: number[] | null): void => {
    const tensor = tf.tidy(() => {
      const plain = tf.tensor(values, [...shape]);
      return order ? tf.transpose(plain, order) : plain;
    });
    const learned = train && !key.includes("running_");
    weights.set(key, learned ? tf.variable(tensor, true, key) : tensor);
  };
  const shapes = new Map(task.weights.map(({ name, shape }) => [name, shape]));
  for (const { name, module, args, weight, bias } of steps) {
    const own = [...shapes.keys()].filter((key) => key.startsWith(`${name}.`));
    for (const key of own) {
      const values =
        (key === `${name}.weight` ? weight : key === `${name}.bias` ? bias : undefined) ?? task.weight(key);
      const shape = shapes.get(key)!;
      const depthwise = module === "Conv2d" && args.groups === shape[0] && shape[1] === 1;
      const filter = [2, 3, ...(depthwise ? [0, 1] : [1, 0])];
      put(key, values, shape, shape.length === 4 ? filter : shape.length === 2 ? [1, 0] : null);
    }
    if (bias && !shapes.has(`${name}.bias`)) put(`${name}.bias`, bias, [bias.length], null);
  }
  return weights;
}

type Values = Map<string, tf.Tensor>;

const pair = (value: unknown): [number, number] =>
  typeof value === "number" ? [value, value] : (value as [number, number]);

/** tf.conv2d takes one number for the padding of both sides. */
function padding(value: unknown): number {
  const [height, width] = pair(value);
  if (height !== width) throw new Error("padding of two sizes");
  return height;
}

function conv({ name, args, activation }: FoldedStep, x: tf.Tensor4D, { weights, training }: Environment): tf.Tensor {
  const filter = weights.get(`${name}.weight`) as tf.Tensor4D;
  const bias = weights.get(`${name}.bias`);
  const strides = pair(args.stride);
  const pad = padding(args.padding);
  const channels = x.shape[3];
  const depthwise = args.groups === channels && channels > 1;
  const options = { x, filter, strides, pad, dimRoundingMode: "floor" as const };
  if (!training) {
    const fused = { ...options, ...(bias ? { bias } : {}), ...(activation ? { activation } : {}) };
    return depthwise ? tf.fused.depthwiseConv2d(fused) : tf.fused.conv2d(fused);
  }
  const y = depthwise
    ? tf.depthwiseConv2d(x, filter, strides, pad, "NHWC", [1, 1], "floor")
    : tf.conv2d(x, filter, strides, pad, "NHWC", [1, 1], "floor");
  return bias ? tf.add(y, bias) : y;
}

function linear(
  x: tf.Tensor,
  weight: tf.Tensor,
  bias: tf.Tensor | undefined,
  activation?: "relu" | "relu6",
): tf.Tensor {
  const columns = x.shape.at(-1)!;
  const y = tf.fused.matMul({
    a: x.reshape([-1, columns]) as tf.Tensor2D,
    b: weight as tf.Tensor2D,
    ...(bias ? { bias } : {}),
    ...(activation ? { activation } : {}),
  });
  return y.reshape([...x.shape.slice(0, -1), weight.shape[1]!]);
}

function encoderLayer({ name, args, shape }: Step, x: tf.Tensor, { weights }: Environment): tf.Tensor {
  const get = (key: string) => weights.get(`${name}.${key}`)!;
  const [batch, steps, width] = shape as [number, number, number];
  const heads = args.nhead as number;
  const norm = (value: tf.Tensor, which: string): tf.Tensor => {
    const { mean, variance } = tf.moments(value, -1, true);
    const scaled = value.sub(mean).mul(tf.rsqrt(variance.add(args.layer_norm_eps as number)));
    return scaled.mul(get(`${which}.weight`)).add(get(`${which}.bias`));
  };
  const projected = linear(x, get("self_attn.in_proj_weight"), get("self_attn.in_proj_bias"));
  const [q, k, v] = tf
    .split(projected, 3, -1)
    .map((part) => part.reshape([batch, steps, heads, width / heads]).transpose([0, 2, 1, 3]));
  const scores = tf.matMul(q!, k!, false, true).mul(1 / Math.sqrt(width / heads));
  const attended = tf.matMul(tf.softmax(scores), v!).transpose([0, 2, 1, 3]).reshape([batch, steps, width]);
  const out = linear(attended, get("self_attn.out_proj.weight"), get("self_attn.out_proj.bias"));
  const middle = norm(x.add(out), "norm1");
  const wide = linear(middle, get("linear1.weight"), get("linear1.bias"), "relu");
  return norm(middle.add(linear(wide, get("linear2.weight"), get("linear2.bias"))), "norm2");
}

function lstm({ name, args }: Step, x: tf.Tensor, { weights }: Environment): tf.Tensor {
  const hidden = args.hidden_size as number;
  const [steps, batch] = x.shape as [number, number, number];
  let sequence = x;
  for (let layer = 0; layer < (args.num_layers as number); layer++) {
    const get = (key: string) => weights.get(`${name}.${key}_l${layer}`)!;
    const given = tf.unstack(linear(sequence, get("weight_ih"), get("bias_ih").add(get("bias_hh"))));
    let h: tf.Tensor = tf.zeros([batch, hidden]);
    let c: tf.Tensor = tf.zeros([batch, hidden]);
    const outputs: tf.Tensor[] = [];
    for (let t = 0; t < steps; t++) {
      const [i, f, g, o] = tf.split(given[t]!.add(tf.matMul(h, get("weight_hh"))), 4, 1);
      c = tf
        .sigmoid(f!)
        .mul(c)
        .add(tf.sigmoid(i!).mul(tf.tanh(g!)));
      h = tf.sigmoid(o!).mul(tf.tanh(c));
      outputs.push(h);
    }
    sequence = tf.stack(outputs);
  }
  return sequence;
}

function runStep(step: FoldedStep, inputs: readonly tf.Tensor[], environment: Environment): tf.Tensor {
  const { name, module, args, activation, shape } = step;
  const { weights, training } = environment;
  const x = inputs[0]!;
  const image = x as tf.Tensor4D;
  switch (module) {
    case "MatMul":
      return tf.matMul(x, inputs[1]!);
    case "Conv2d":
      return conv(step, image, environment);
    case "ConvTranspose2d": {
      const [n, c, h, w] = shape as [number, number, number, number];
      const filter = weights.get(`${name}.weight`) as tf.Tensor4D;
      const y = tf.conv2dTranspose(image, filter, [n, h, w, c], pair(args.stride), padding(args.padding));
      const bias = weights.get(`${name}.bias`);
      return bias ? y.add(bias) : y;
    }
    case "BatchNorm2d": {
      const get = (key: string) => weights.get(`${name}.${key}`) as tf.Tensor1D;
      const { mean, variance } = training
        ? tf.moments(image, [0, 1, 2])
        : { mean: get("running_mean"), variance: get("running_var") };
      return tf.batchNorm4d(
        image,
        mean as tf.Tensor1D,
        variance as tf.Tensor1D,
        get("bias"),
        get("weight"),
        args.eps as number,
      );
    }
    case "ReLU":
      return tf.relu(x);
    case "ReLU6":
      return tf.relu6(x);
    case "MaxPool2d": {
      const size = pair(args.kernel_size);
      return tf.maxPool(image, size, args.stride === null ? size : pair(args.stride), padding(args.padding), "floor");
    }
    case "AdaptiveAvgPool2d":
      if (sizeOf(shape.slice(2)) !== 1) throw new Error("adaptive pooling to more than one value");
      return tf.mean(x, [1, 2], true);
    case "Flatten":
      return (x.rank === 4 && x.shape[1]! * x.shape[2]! > 1 ? x.transpose([0, 3, 1, 2]) : x).reshape([...shape]);
    case "Linear":
      return linear(x, weights.get(`${name}.weight`)!, weights.get(`${name}.bias`), activation);
    case "Add":
      return x.add(inputs[1]!);
    case "Cat":
      return tf.concat([...inputs], x.rank === 4 ? [0, 3, 1, 2][args.dim as number] : (args.dim as number));
    case "TransformerEncoderLayer":
      return encoderLayer(step, x, environment);
    case "LSTM":
      return lstm(step, x, environment);
    default:
      throw new Error(`${module} has no TensorFlow.js form here`);
  }
}

/** Every value by the name of its step. */
export function runSteps(
  steps: readonly FoldedStep[],
  inputs: ReadonlyMap<string, tf.Tensor>,
  environment: Environment,
): Values {
  const values: Values = new Map(inputs);
  for (const step of steps) {
    values.set(
      step.name,
      runStep(
        step,
        step.inputs.map((name) => values.get(name)!),
        environment,
      ),
    );
  }
  return values;
}

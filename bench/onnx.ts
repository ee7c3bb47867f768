// Owns the ONNX form of a task: which operators each module becomes (opset 17), and the bytes of the model.
import type { FoldedStep } from "./pages/fold.ts";
import { bytes, type Field, float, int, ints, message, root, string } from "./protobuf.ts";
import { type LoadedTask, type Step, sizeOf } from "./task.ts";

type Attribute = number | readonly number[] | string | { readonly float: number };

// Field numbers of onnx.proto3; the types of attributes are FLOAT 1, INT 2, STRING 3, INTS 7.
const attribute = (name: string, value: Attribute): Field => {
  if (typeof value === "number") return message(5, [string(1, name), int(3, value), int(20, 2)]);
  if (typeof value === "string") return message(5, [string(1, name), string(4, value), int(20, 3)]);
  if ("float" in value) return message(5, [string(1, name), float(2, value.float), int(20, 1)]);
  return message(5, [string(1, name), ints(8, value), int(20, 7)]);
};

const valueInfo = (field: number, name: string, shape: readonly number[]): Field => {
  const dims = shape.map((size) => message(1, [int(1, size)]));
  return message(field, [string(1, name), message(2, [message(1, [int(1, 1), message(2, dims)])])]);
};

type Ints = readonly number[];

/** Collects the nodes and constants of one graph. */
class OnnxGraph {
  readonly fields: Field[] = [];
  readonly task: LoadedTask;
  private made = 0;

  constructor(task: LoadedTask) {
    this.task = task;
  }

  /** A node; returns the name of its (first) output. */
  node(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    outputs = 1,
  ): string {
    const name = `v${this.made++}`;
    const names = Array.from({ length: outputs }, (_, i) => (i === 0 ? name : `${name}_${i}`));
    this.fields.push(
      message(1, [
        ...inputs.map((input) => string(1, input)),
        ...names.map((output) => string(2, output)),
        string(4, op),
        ...Object.entries(attributes).map(([key, value]) => attribute(key, value)),
      ]),
    );
    return name;
  }

  floats(values: Float32Array, shape: Ints): string {
    const name = `c${this.made++}`;
    const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.fields.push(message(5, [ints(1, shape), int(2, 1), string(8, name), bytes(9, raw)]));
    return name;
  }

  int64s(values: Ints): string {
    const name = `c${this.made++}`;
    const raw = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.fields.push(message(5, [ints(1, [values.length]), int(2, 7), string(8, name), bytes(9, raw)]));
    return name;
  }

  shapeOf(key: string): Ints | null {
    return this.task.weights.find((weight) => weight.name === key)?.shape ?? null;
  }

  weight(key: string): string {
    return this.floats(this.task.weight(key), this.shapeOf(key)!);
  }

  /** x Wᵀ + b. */
  linear(x: string, rank: number, weight: Float32Array, [rows, columns]: Ints, bias: Float32Array | null): string {
    const b = bias ? [this.floats(bias, [rows!])] : [];
    if (rank === 2) return this.node("Gemm", [x, this.floats(weight, [rows!, columns!]), ...b], { transB: 1 });
    const product = this.node("MatMul", [x, this.floats(transposed(weight, rows!, columns!), [columns!, rows!])]);
    return bias ? this.node("Add", [product, b[0]!]) : product;
  }
}

function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = values[i * columns + j]!;
  return out;
}

const twice = (values: Ints): Ints => [...values, ...values];

function conv(graph: OnnxGraph, { name, args, inputs, weight, bias }: FoldedStep, op: string): string {
  const weights = [graph.floats(weight!, graph.shapeOf(`${name}.weight`)!)];
  if (bias) weights.push(graph.floats(bias, [bias.length]));
  return graph.node(op, [...inputs, ...weights], {
    kernel_shape: args.kernel_size as Ints,
    strides: args.stride as Ints,
    pads: twice(args.padding as Ints),
    dilations: args.dilation as Ints,
    group: args.groups as number,
  });
}

const pair = (value: unknown): Ints => (typeof value === "number" ? [value, value] : (value as Ints));

/** Self-attention and the feedforward part, normalized after each, as torch's layer with norm_first=False. */
function encoderLayer(graph: OnnxGraph, { name, args, inputs, shape }: Step): string {
  const [batch, steps, width] = shape as [number, number, number];
  const heads = args.nhead as number;
  const size = width / heads;
  const get = (key: string) => graph.task.weight(`${name}.${key}`);
  const x = inputs[0]!;
  const norm = (value: string, which: string): string =>
    graph.node(
      "LayerNormalization",
      [value, graph.weight(`${name}.${which}.weight`), graph.weight(`${name}.${which}.bias`)],
      {
        axis: -1,
        epsilon: { float: args.layer_norm_eps as number },
      },
    );
  const inWeight = get("self_attn.in_proj_weight");
  const inBias = get("self_attn.in_proj_bias");
  const part = (which: number, perm: Ints): string => {
    const weight = inWeight.subarray(which * width * width, (which + 1) * width * width);
    const bias = inBias.subarray(which * width, (which + 1) * width);
    const projected = graph.linear(x, 3, weight, [width, width], bias);
    const split = graph.node("Reshape", [projected, graph.int64s([batch, steps, heads, size])]);
    return graph.node("Transpose", [split], { perm });
  };
  const scores = graph.node("MatMul", [part(0, [0, 2, 1, 3]), part(1, [0, 2, 3, 1])]);
  const scaled = graph.node("Mul", [scores, graph.floats(new Float32Array([1 / Math.sqrt(size)]), [])]);
  const attended = graph.node("MatMul", [graph.node("Softmax", [scaled], { axis: -1 }), part(2, [0, 2, 1, 3])]);
  const joined = graph.node("Reshape", [
    graph.node("Transpose", [attended], { perm: [0, 2, 1, 3] }),
    graph.int64s([batch, steps, width]),
  ]);
  const out = graph.linear(joined, 3, get("self_attn.out_proj.weight"), [width, width], get("self_attn.out_proj.bias"));
  const middle = norm(graph.node("Add", [x, out]), "norm1");
  const inner = args.dim_feedforward as number;
  const wide = graph.node("Relu", [
    graph.linear(middle, 3, get("linear1.weight"), [inner, width], get("linear1.bias")),
  ]);
  const narrow = graph.linear(wide, 3, get("linear2.weight"), [width, inner], get("linear2.bias"));
  return norm(graph.node("Add", [middle, narrow]), "norm2");
}

/** Torch keeps the gates as input, forget, cell, output; ONNX as input, output, forget, cell. */
function gates(values: Float32Array): Float32Array {
  const quarter = values.length / 4;
  const out = new Float32Array(values.length);
  for (const [to, from] of [0, 3, 1, 2].entries()) {
    out.set(values.subarray(from * quarter, (from + 1) * quarter), to * quarter);
  }
  return out;
}

function lstm(graph: OnnxGraph, { name, args, inputs }: Step): string {
  const hidden = args.hidden_size as number;
  let x = inputs[0]!;
  for (let layer = 0; layer < (args.num_layers as number); layer++) {
    const get = (key: string) => graph.task.weight(`${name}.${key}_l${layer}`);
    const columns = layer === 0 ? (args.input_size as number) : hidden;
    const bias = new Float32Array(8 * hidden);
    bias.set(gates(get("bias_ih")));
    bias.set(gates(get("bias_hh")), 4 * hidden);
    const y = graph.node(
      "LSTM",
      [
        x,
        graph.floats(gates(get("weight_ih")), [1, 4 * hidden, columns]),
        graph.floats(gates(get("weight_hh")), [1, 4 * hidden, hidden]),
        graph.floats(bias, [1, 8 * hidden]),
      ],
      { hidden_size: hidden },
    );
    x = graph.node("Squeeze", [y, graph.int64s([1])]);
  }
  return x;
}

function onnxStep(graph: OnnxGraph, step: FoldedStep): string {
  const { name, module, args, inputs, inputShapes, shape } = step;
  switch (module) {
    case "MatMul":
      return graph.node("MatMul", inputs);
    case "Conv2d":
      return conv(graph, step, "Conv");
    case "ConvTranspose2d":
      return conv(graph, step, "ConvTranspose");
    case "BatchNorm2d": {
      const keys = ["weight", "bias", "running_mean", "running_var"].map((key) => graph.weight(`${name}.${key}`));
      return graph.node("BatchNormalization", [...inputs, ...keys], { epsilon: { float: args.eps as number } });
    }
    case "ReLU":
      return graph.node("Relu", inputs);
    case "ReLU6":
      return graph.node("Clip", [
        ...inputs,
        graph.floats(new Float32Array([0]), []),
        graph.floats(new Float32Array([6]), []),
      ]);
    case "MaxPool2d": {
      const kernel_shape = pair(args.kernel_size);
      const strides = args.stride === null ? kernel_shape : pair(args.stride);
      return graph.node("MaxPool", inputs, { kernel_shape, strides, pads: twice(pair(args.padding)) });
    }
    case "AdaptiveAvgPool2d":
      if (sizeOf(shape.slice(2)) !== 1) throw new Error("AdaptiveAvgPool2d to more than one value has no ONNX form");
      return graph.node("GlobalAveragePool", inputs);
    case "Flatten":
      return graph.node("Reshape", [...inputs, graph.int64s(shape)]);
    case "Linear": {
      const bias = args.bias ? graph.task.weight(`${name}.bias`) : null;
      const weight = graph.task.weight(`${name}.weight`);
      return graph.linear(inputs[0]!, inputShapes[0]!.length, weight, graph.shapeOf(`${name}.weight`)!, bias);
    }
    case "Add":
      return graph.node("Add", inputs);
    case "Cat":
      return graph.node("Concat", inputs, { axis: args.dim as number });
    case "TransformerEncoderLayer":
      return encoderLayer(graph, step);
    case "LSTM":
      return lstm(graph, step);
    default:
      throw new Error(`${module} has no ONNX form here`);
  }
}

/**
 * The bytes of a task's model: inputs under their own names, one output named "output".
 * @param steps those of the task, with weights of convolutions as `folded` gives them
 * @throws when a module has no ONNX form
 */
export function onnxModel(
  task: LoadedTask,
  { steps, output }: { readonly steps: readonly FoldedStep[]; readonly output: string },
): Uint8Array<ArrayBuffer> {
  const graph = new OnnxGraph(task);
  const values = new Map<string, string>(task.inputs.map(({ name }) => [name, name]));
  for (const step of steps) {
    const inputs = step.inputs.map((name) => values.get(name)!);
    values.set(step.name, onnxStep(graph, { ...step, inputs }));
  }
  const last = string(1, values.get(output)!);
  const end = message(1, [last, string(2, "output"), string(4, "Identity")]);
  const model = message(7, [
    ...graph.fields,
    end,
    string(2, "model"),
    ...task.inputs.map(({ name, shape }) => valueInfo(11, name, shape)),
    valueInfo(12, "output", task.outputShape),
  ]);
  return root([int(1, 8), model, message(8, [string(1, ""), int(2, 17)])]);
}

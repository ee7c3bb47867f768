// Owns the models that are measured, described once: graphs of torch.nn modules that every contestant builds from.
import type { Edge, Graph, GraphNode } from "../engine/graph/graph.ts";
import type { ArgValues } from "../engine/modules/fields.ts";

/** A graph under construction. Every method returns the name of the node it has added. */
class Drawing {
  private readonly nodes: Record<string, GraphNode> = {};
  private readonly edges: Edge[] = [];

  constructor(shape: readonly number[]) {
    this.nodes.input = { module: "Input", args: { shape: [...shape] } };
  }

  /** A module that reads from the nodes named. */
  add(name: string, module: string, args: ArgValues, ...from: readonly string[]): string {
    this.nodes[name] = { module, args };
    for (const [i, source] of from.entries()) {
      const targetPort = i === 0 ? null : i === 1 ? "other" : `input${i}`;
      this.edges.push({ source, sourcePort: null, target: name, targetPort });
    }
    return name;
  }

  /** Modules one after another, named `prefix` and what they are. */
  chain(prefix: string, modules: readonly (readonly [string, ArgValues?])[], from: string): string {
    return modules.reduce((last, [module, args], i) => this.add(`${prefix}${i}`, module, args ?? {}, last), from);
  }

  /** Convolution without bias, batch normalization and, where named, an activation. */
  normalized(name: string, conv: ArgValues, activation: string | null, from: string): string {
    const modules: (readonly [string, ArgValues?])[] = [["Conv2d", { bias: false, ...conv }], ["BatchNorm2d"]];
    if (activation) modules.push([activation]);
    return this.chain(`${name}_`, modules, from);
  }

  graph(output: string): Graph {
    this.add("output", "Output", {}, output);
    return { nodes: this.nodes, edges: this.edges };
  }
}

/** One module alone. */
export const single = (module: string, args: ArgValues, shape: readonly number[]): Graph => {
  const drawing = new Drawing(shape);
  return drawing.graph(drawing.add("module", module, args, "input"));
};

/** LeNet-5 with ReLU and max pooling on 28 × 28. */
export function lenet(batch: number): Graph {
  const drawing = new Drawing([batch, 1, 28, 28]);
  const end = drawing.chain(
    "m",
    [
      ["Conv2d", { out_channels: 6, kernel_size: 5, padding: 2 }],
      ["ReLU"],
      ["MaxPool2d", { kernel_size: 2 }],
      ["Conv2d", { out_channels: 16, kernel_size: 5 }],
      ["ReLU"],
      ["MaxPool2d", { kernel_size: 2 }],
      ["Flatten"],
      ["Linear", { out_features: 120 }],
      ["ReLU"],
      ["Linear", { out_features: 84 }],
      ["ReLU"],
      ["Linear", { out_features: 10 }],
    ],
    "input",
  );
  return drawing.graph(end);
}

/** The convolutions of VGG-11 (Simonyan and Zisserman, 2014) with two linear layers of 512 and 10 at the end. */
export function vgg11(size: number): Graph {
  const drawing = new Drawing([1, 3, size, size]);
  const features = [64, "pool", 128, "pool", 256, 256, "pool", 512, 512, "pool", 512, 512, "pool"] as const;
  const modules = features.flatMap((entry): (readonly [string, ArgValues?])[] =>
    entry === "pool"
      ? [["MaxPool2d", { kernel_size: 2 }]]
      : [["Conv2d", { out_channels: entry, kernel_size: 3, padding: 1 }], ["ReLU"]],
  );
  const head: (readonly [string, ArgValues?])[] = [
    ["Flatten"],
    ["Linear", { out_features: 512 }],
    ["ReLU"],
    ["Linear", { out_features: 10 }],
  ];
  return drawing.graph(drawing.chain("m", [...modules, ...head], "input"));
}

/** ResNet-18 (He et al., 2015) as torchvision has it. */
export function resnet18(batch: number, size: number): Graph {
  const drawing = new Drawing([batch, 3, size, size]);
  let x = drawing.normalized("stem", { out_channels: 64, kernel_size: 7, stride: 2, padding: 3 }, "ReLU", "input");
  x = drawing.add("stem_pool", "MaxPool2d", { kernel_size: 3, stride: 2, padding: 1 }, x);
  for (const [stage, out_channels] of [64, 128, 256, 512].entries()) {
    for (const block of [0, 1]) {
      const name = `layer${stage + 1}_${block}`;
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const three = { out_channels, kernel_size: 3, padding: 1 };
      const first = drawing.normalized(`${name}_a`, { ...three, stride }, "ReLU", x);
      const second = drawing.normalized(`${name}_b`, three, null, first);
      const shortcut =
        stride === 2 ? drawing.normalized(`${name}_down`, { out_channels, kernel_size: 1, stride }, null, x) : x;
      x = drawing.add(`${name}_relu`, "ReLU", {}, drawing.add(`${name}_add`, "Add", {}, second, shortcut));
    }
  }
  const head: (readonly [string, ArgValues?])[] = [
    ["AdaptiveAvgPool2d", { output_size: 1 }],
    ["Flatten"],
    ["Linear", { out_features: 1000 }],
  ];
  return drawing.graph(drawing.chain("head", head, x));
}

/** Expansion, channels, repeats and stride of MobileNetV2's stages (Sandler et al., 2018, table 2). */
const mobileStages = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/** MobileNetV2 as torchvision has it. */
export function mobilenetV2(size: number): Graph {
  const drawing = new Drawing([1, 3, size, size]);
  let x = drawing.normalized("stem", { out_channels: 32, kernel_size: 3, stride: 2, padding: 1 }, "ReLU6", "input");
  let channels = 32;
  for (const [stage, [expansion, out_channels, repeats, firstStride]] of mobileStages.entries()) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      const name = `block${stage}_${repeat}`;
      const stride = repeat === 0 ? firstStride : 1;
      const wide = channels * expansion;
      const start = x;
      if (expansion > 1) x = drawing.normalized(`${name}_a`, { out_channels: wide, kernel_size: 1 }, "ReLU6", x);
      const depthwise = { out_channels: wide, kernel_size: 3, padding: 1, stride, groups: wide };
      x = drawing.normalized(`${name}_b`, depthwise, "ReLU6", x);
      x = drawing.normalized(`${name}_c`, { out_channels, kernel_size: 1 }, null, x);
      if (stride === 1 && channels === out_channels) x = drawing.add(`${name}_add`, "Add", {}, start, x);
      channels = out_channels;
    }
  }
  x = drawing.normalized("last", { out_channels: 1280, kernel_size: 1 }, "ReLU6", x);
  const head: (readonly [string, ArgValues?])[] = [
    ["AdaptiveAvgPool2d", { output_size: 1 }],
    ["Flatten"],
    ["Linear", { out_features: 1000 }],
  ];
  return drawing.graph(drawing.chain("head", head, x));
}

/** U-Net (Ronneberger et al., 2015) with padding and batch normalization, three levels from 32 channels on. */
export function unet(size: number): Graph {
  const drawing = new Drawing([1, 3, size, size]);
  const twice = (name: string, out_channels: number, from: string): string => {
    const conv = { out_channels, kernel_size: 3, padding: 1 };
    return drawing.normalized(`${name}b`, conv, "ReLU", drawing.normalized(`${name}a`, conv, "ReLU", from));
  };
  const levels = [32, 64, 128];
  const kept: string[] = [];
  let x = "input";
  for (const [level, channels] of levels.entries()) {
    x = twice(`down${level}`, channels, x);
    kept.push(x);
    x = drawing.add(`pool${level}`, "MaxPool2d", { kernel_size: 2 }, x);
  }
  x = twice("bottom", 256, x);
  for (const [level, channels] of [...levels.entries()].reverse()) {
    x = drawing.add(`up${level}`, "ConvTranspose2d", { out_channels: channels, kernel_size: 2, stride: 2 }, x);
    x = twice(`join${level}`, channels, drawing.add(`cat${level}`, "Cat", {}, kept[level]!, x));
  }
  return drawing.graph(drawing.add("head", "Conv2d", { out_channels: 2, kernel_size: 1 }, x));
}

/** Six layers of a Transformer's encoder, 8 heads, feedforward of 4 × the width; with `classes`, a linear layer on top. */
export function transformer(steps: number, width: number, classes: number | null): Graph {
  const drawing = new Drawing([1, steps, width]);
  const layer = { nhead: 8, dim_feedforward: 4 * width, dropout: 0, batch_first: true };
  let x = "input";
  for (let i = 0; i < 6; i++) x = drawing.add(`layer${i}`, "TransformerEncoderLayer", layer, x);
  if (classes === null) return drawing.graph(x);
  x = drawing.add("flatten", "Flatten", { start_dim: 0, end_dim: 1 }, x);
  return drawing.graph(drawing.add("head", "Linear", { out_features: classes }, x));
}

/** Two layers of LSTM over 64 steps of 128 features, 256 wide. */
export const lstm = (batch: number): Graph => single("LSTM", { hidden_size: 256, num_layers: 2 }, [64, batch, 128]);

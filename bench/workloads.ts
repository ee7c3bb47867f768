// Owns what is measured and what is to be reached: every piece of work, its model and its targets.
import type { Graph } from "../engine/graph/graph.ts";
import { lenet, lstm, mobilenetV2, resnet18, single, transformer, unet, vgg11 } from "./models.ts";

/** A ratio of medians to reach: the contestant's time over ours. */
export interface WorkloadTarget {
  readonly against: "onnxruntime-web" | "tfjs cpu" | "native PyTorch" | "any";
  readonly ratio: number;
  readonly stretch?: boolean;
}

export interface Workload {
  readonly name: string;
  readonly title: string;
  readonly group: "matmul" | "convolution" | "model" | "training";
  /** A graph, or the size of two square matrices. */
  readonly graph: (() => Graph) | number;
  readonly model?: string;
  readonly train?: { readonly lr: number };
  readonly targets: readonly WorkloadTarget[];
  /** Percent of the machine's limit of multiply-adds to reach with one thread. */
  readonly shareOfLimit?: number;
}

const ort = (ratio: number): WorkloadTarget => ({ against: "onnxruntime-web", ratio });
const native = (ratio: number, stretch = false): WorkloadTarget => ({ against: "native PyTorch", ratio, stretch });

const matmul = (n: number, reached: Partial<Workload> = {}): Workload => ({
  name: `matmul${n}`,
  title: `matmul ${n}`,
  group: "matmul",
  graph: n,
  targets: [],
  ...reached,
});

const conv = (
  name: string,
  title: string,
  args: Readonly<Record<string, unknown>>,
  shape: readonly number[],
  targets: readonly WorkloadTarget[] = [],
): Workload => ({ name, title, group: "convolution", graph: () => single("Conv2d", args, shape), targets });

const image = [1, 64, 56, 56];
const trainTargets: readonly WorkloadTarget[] = [
  { against: "tfjs cpu", ratio: 100 },
  { against: "any", ratio: 5 },
  native(1 / 1.5),
];

/** In the order in which they run: first what the project is judged by most. */
export const workloads: readonly Workload[] = [
  matmul(1024, { targets: [ort(1.8)], shareOfLimit: 80 }),
  matmul(512),
  matmul(256),
  conv("conv3", "conv 3×3 64→64 at 56²", { out_channels: 64, kernel_size: 3, padding: 1 }, image, [ort(2.5)]),
  conv(
    "depthwise",
    "depthwise 3×3 96 at 56²",
    { out_channels: 96, kernel_size: 3, padding: 1, groups: 96 },
    [1, 96, 56, 56],
    [ort(2)],
  ),
  conv("conv5", "conv 5×5 64→64 at 56²", { out_channels: 64, kernel_size: 5, padding: 2 }, image),
  conv(
    "conv7s2",
    "conv 7×7 stride 2, 3→64 at 224²",
    { out_channels: 64, kernel_size: 7, stride: 2, padding: 3 },
    [1, 3, 224, 224],
  ),
  conv("conv1", "conv 1×1 64→256 at 56²", { out_channels: 256, kernel_size: 1 }, image),
  conv(
    "grouped",
    "conv 3×3 64→64, 4 groups, at 56²",
    { out_channels: 64, kernel_size: 3, padding: 1, groups: 4 },
    image,
  ),
  {
    name: "transposed",
    title: "transposed conv 4×4 stride 2, 64→64, 28² to 56²",
    group: "convolution",
    graph: () =>
      single("ConvTranspose2d", { out_channels: 64, kernel_size: 4, stride: 2, padding: 1 }, [1, 64, 28, 28]),
    targets: [],
  },
  { name: "lenet1", title: "LeNet b1", group: "model", model: "lenet", graph: () => lenet(1), targets: [ort(1.5)] },
  { name: "lenet16", title: "LeNet b16", group: "model", model: "lenet", graph: () => lenet(16), targets: [ort(1.5)] },
  {
    name: "resnet18",
    title: "ResNet-18 at 224²",
    group: "model",
    model: "resnet18",
    graph: () => resnet18(1, 224),
    targets: [ort(2), native(1, true)],
  },
  {
    name: "mobilenetv2",
    title: "MobileNetV2 at 224²",
    group: "model",
    graph: () => mobilenetV2(224),
    targets: [ort(1.7)],
  },
  { name: "vgg11", title: "VGG-11 at 64²", group: "model", graph: () => vgg11(64), targets: [ort(2), native(1, true)] },
  { name: "unet", title: "U-Net at 128²", group: "model", graph: () => unet(128), targets: [ort(2), native(1, true)] },
  {
    name: "transformer",
    title: "Transformer encoder, 6 layers, T 128, d 256",
    group: "model",
    graph: () => transformer(128, 256, null),
    targets: [ort(1.5)],
  },
  {
    name: "lstm1",
    title: "LSTM, 2 layers, T 64, 128→256, b1",
    group: "model",
    model: "lstm",
    graph: () => lstm(1),
    targets: [ort(1.5)],
  },
  {
    name: "lstm16",
    title: "LSTM, 2 layers, T 64, 128→256, b16",
    group: "model",
    model: "lstm",
    graph: () => lstm(16),
    targets: [ort(1.5)],
  },
  {
    name: "train-lenet",
    title: "LeNet training step b32",
    group: "training",
    model: "lenet",
    graph: () => lenet(32),
    train: { lr: 0.01 },
    targets: trainTargets,
  },
  {
    name: "train-resnet18",
    title: "ResNet-18 training step b8 at 32²",
    group: "training",
    model: "resnet18",
    graph: () => resnet18(8, 32),
    train: { lr: 0.01 },
    targets: [],
  },
  {
    name: "train-transformer",
    title: "Transformer training step, T 128, d 256",
    group: "training",
    graph: () => transformer(128, 256, 10),
    train: { lr: 0.01 },
    targets: [],
  },
];

/** @throws when there is no such work */
export function workNamed(name: string): Workload {
  const work = workloads.find((one) => one.name === name);
  if (!work) throw new Error(`there is no work ${name}`);
  return work;
}

/** A model at growing sizes. */
export interface Curve {
  readonly name: string;
  readonly title: string;
  /** What grows, as the label of the axis. */
  readonly of: string;
  readonly sizes: readonly number[];
  /** The sizes of a quick run. */
  readonly few: readonly number[];
  readonly model: string;
  readonly graph: (size: number) => Graph;
}

const batches = [1, 2, 4, 8, 16, 32, 64];
const images = [32, 64, 128, 224, 256, 384, 512];

export const curves: readonly Curve[] = [
  {
    name: "lenet-batch",
    title: "LeNet on 28² images",
    of: "images in the batch",
    sizes: batches,
    few: [1, 16, 64],
    model: "lenet",
    graph: lenet,
  },
  {
    name: "resnet18-batch",
    title: "ResNet-18 on 64² images",
    of: "images in the batch",
    sizes: batches,
    few: [1, 4],
    model: "resnet18",
    graph: (batch) => resnet18(batch, 64),
  },
  {
    name: "resnet18-image",
    title: "ResNet-18 on one image",
    of: "height and width of the image",
    sizes: images,
    few: [32, 128, 224],
    model: "resnet18",
    graph: (size) => resnet18(1, size),
  },
];

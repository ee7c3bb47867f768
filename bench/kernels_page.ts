// Owns the page that measures our kernels, the machine's limit and onnxruntime-web in turn.
import * as ort from "onnxruntime-web/wasm";
import { type Build, loadBuild } from "../engine/kernels/loader.ts";
import { createMemory } from "../engine/kernels/memory.ts";
import type { ConvDims } from "../engine/kernels/reference/conv.ts";
import { type KernelExport, wasmKernels } from "../engine/kernels/wasm.ts";
import { oneNodeModel } from "./one_node.ts";

/** Median milliseconds of each contestant, and the largest difference of our results from onnxruntime's. */
export interface Measured {
  readonly work: string;
  readonly flops: number;
  readonly milliseconds: Readonly<Record<Contestant, number>>;
  readonly limit: number;
  readonly difference: number;
}
export type Contestant = Build | "onnxruntime";

declare global {
  var measureKernels: (limitModule: readonly number[], rounds: number) => Promise<Measured[]>;
}

type Shape = readonly number[];
type Kernels = ReturnType<typeof wasmKernels>;
interface Work {
  readonly name: string;
  readonly flops: number;
  readonly input: Shape;
  readonly weight: Shape;
  readonly output: Shape;
  /** What is done once (weights do not change), giving what is measured. */
  readonly start: (kernels: Kernels, x: Float32Array, w: Float32Array, out: Float32Array) => () => void;
  readonly op: string;
  readonly attributes: Readonly<Record<string, number | readonly number[]>>;
}

const numel = (shape: Shape): number => shape.reduce((n, size) => n * size, 1);

const matmul = (n: number): Work => ({
  name: `matmul ${n}`,
  flops: 2 * n ** 3,
  input: [n, n],
  weight: [n, n],
  output: [n, n],
  start: (kernels, x, w, out) => () => kernels.matmulNN(x, w, out, n, n, n),
  op: "MatMul",
  attributes: {},
});

interface Conv {
  readonly batch?: number;
  readonly groups?: number;
  readonly stride?: number;
  readonly padding?: number;
}

function conv(name: string, from: number, to: number, side: number, kernel: number, options: Conv = {}): Work {
  const { batch = 1, groups = 1, stride = 1, padding = 0 } = options;
  const out = Math.floor((side + 2 * padding - kernel) / stride) + 1;
  const d: ConvDims = {
    batch,
    groups,
    inPerGroup: from / groups,
    outPerGroup: to / groups,
    input: [1, side, side],
    output: [1, out, out],
    kernel: [1, kernel, kernel],
    stride: [1, stride, stride],
    before: [0, padding, padding],
    dilation: [1, 1, 1],
  };
  return {
    name,
    flops: (2 * batch * to * out * out * from * kernel * kernel) / groups,
    input: [batch, from, side, side],
    weight: [to, from / groups, kernel, kernel],
    output: [batch, to, out, out],
    start: (kernels, x, w, y) => {
      const prepared = kernels.prepareConv(w, d);
      return () => kernels.convForward(x, w, null, y, d, "none", prepared);
    },
    op: "Conv",
    attributes: {
      group: groups,
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [padding, padding, padding, padding],
    },
  };
}

const works: readonly Work[] = [
  matmul(256),
  matmul(512),
  matmul(1024),
  conv("conv 3×3 64→64 at 56²", 64, 64, 56, 3, { padding: 1 }),
  conv("conv 3×3 128→128 at 28²", 128, 128, 28, 3, { padding: 1 }),
  conv("conv 3×3 256→256 at 14²", 256, 256, 14, 3, { padding: 1 }),
  conv("conv 3×3 512→512 at 7²", 512, 512, 7, 3, { padding: 1 }),
  conv("conv 3×3 stride 2 64→128 at 56²", 64, 128, 56, 3, { padding: 1, stride: 2 }),
  conv("conv 7×7 stride 2 3→64 at 224²", 3, 64, 224, 7, { padding: 3, stride: 2 }),
  conv("conv 5×5 6→16 at 14², batch 16", 6, 16, 14, 5, { batch: 16 }),
  conv("conv 1×1 64→256 at 56²", 64, 256, 56, 1),
  conv("depthwise 3×3 96 at 56²", 96, 96, 56, 3, { groups: 96, padding: 1 }),
  conv("depthwise 3×3 stride 2 96 at 56²", 96, 96, 56, 3, { groups: 96, padding: 1, stride: 2 }),
];

const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1]!;

/** So long one measurement should take, so that the clock's steps do not matter. */
const enoughMilliseconds = 8;

async function measure(work: Work, limitOf: () => number, rounds: number): Promise<Measured> {
  const random = (shape: Shape): Float32Array => Float32Array.from({ length: numel(shape) }, () => Math.random() - 0.5);
  const [x, w] = [random(work.input), random(work.weight)];

  const ours = async (build: Build) => {
    const memory = createMemory();
    const kernels = wasmKernels(await loadBuild<KernelExport>(build, memory.memory), memory);
    memory.release(memory.allocate(128 * 2 ** 20));
    const place = (length: number): Float32Array =>
      new Float32Array(memory.buffer, memory.allocate(4 * length), length);
    const [input, weight, out] = [place(x.length), place(w.length), place(numel(work.output))];
    input.set(x);
    weight.set(w);
    const run = work.start(kernels, input, weight, out);
    return { out, run: async () => run() };
  };
  const model = oneNodeModel(work.op, work.attributes, work, w);
  const session = await ort.InferenceSession.create(model, { executionProviders: ["wasm"] });
  const feeds = { x: new ort.Tensor("float32", x, work.input) };

  const [plain, relaxed] = [await ours("plain"), await ours("relaxed")];
  const runs: Readonly<Record<Contestant, () => Promise<unknown>>> = {
    plain: plain.run,
    relaxed: relaxed.run,
    onnxruntime: () => session.run(feeds),
  };
  const contestants = Object.keys(runs) as Contestant[];

  const time = async (run: () => Promise<unknown>, times: number): Promise<number> => {
    const start = performance.now();
    for (let i = 0; i < times; i++) await run();
    return (performance.now() - start) / times;
  };
  const repeats = new Map<Contestant, number>();
  for (const name of contestants) {
    // The first calls compile; the last of them says how many make one measurement.
    for (let i = 0; i < 4; i++) {
      const one = await time(runs[name], 5);
      repeats.set(name, Math.max(1, Math.ceil(enoughMilliseconds / one)));
    }
  }
  const times: Record<Contestant, number[]> = { plain: [], relaxed: [], onnxruntime: [] };
  const limits: number[] = [];
  for (let round = 0; round < rounds; round++) {
    limits.push(limitOf());
    for (const name of contestants) times[name].push(await time(runs[name], repeats.get(name)!));
  }
  const { y } = await session.run(feeds);
  const difference = (y!.data as Float32Array).reduce((most, v, i) => Math.max(most, Math.abs(v - relaxed.out[i]!)), 0);
  await session.release();
  return {
    work: work.name,
    flops: work.flops,
    milliseconds: {
      plain: median(times.plain),
      relaxed: median(times.relaxed),
      onnxruntime: median(times.onnxruntime),
    },
    limit: median(limits),
    difference,
  };
}

globalThis.measureKernels = async (limitModule, rounds) => {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = new URL("/node_modules/onnxruntime-web/dist/", location.href).href;
  const { instance } = await WebAssembly.instantiate(Uint8Array.from(limitModule));
  const { chains } = instance.exports as { chains: (rounds: number) => number };
  /** GFLOP/s of twelve chains of multiply-adds, 96 FLOP per round. */
  const limitOf = (): number => {
    // As long as the other measurements: what else runs here then weighs alike.
    const turns = 5_000_000;
    const start = performance.now();
    chains(turns);
    return (96 * turns) / (performance.now() - start) / 1e6;
  };
  for (let i = 0; i < 5; i++) limitOf();
  const measured: Measured[] = [];
  for (const work of works) measured.push(await measure(work, limitOf, rounds));
  return measured;
};

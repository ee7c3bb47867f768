// Checks that prepared modules change nothing but the time a run takes: random edits against new sessions, memory, failures.
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { edge, port } from "../engine/graph/graph.fixture.ts";
import type { Edge, Graph, GraphNode } from "../engine/graph/graph.ts";
import { kernels, loadKernels, memory } from "../engine/kernels/index.ts";
import { liveBytes } from "../engine/tensor/storage.ts";
import type { EngineApi, InputSource } from "./protocol.ts";
import { type Nodes, request, row, run, value } from "./session.fixture.ts";
import { createSession } from "./session.ts";

beforeAll(() => loadKernels(undefined, 1));
afterEach(() => vi.restoreAllMocks());

const nothing: Graph = { nodes: {}, edges: [] };

/** One state of a model with branches, views, several outputs and optional inputs. */
interface Model {
  readonly channels: number;
  readonly padding: number;
  readonly act: string;
  readonly dropped: boolean;
  readonly flat: boolean;
  readonly batch: number;
  readonly size: number;
  readonly hidden: number;
  readonly begun: boolean;
  readonly masked: boolean;
  readonly deleted: boolean;
  readonly training: boolean;
  readonly seed: number;
  readonly sample: number;
}

const choices: { readonly [K in keyof Model]: readonly Model[K][] } = {
  channels: [8, 12],
  padding: [0, 1],
  act: ["ReLU", "Tanh", "ELU"],
  dropped: [true, false],
  flat: [true, false],
  batch: [1, 2],
  size: [14, 16],
  hidden: [4, 8],
  begun: [true, false],
  masked: [true, false],
  deleted: [true, false],
  training: [true, false],
  seed: [1, 2],
  sample: [0, 1],
};

const first: Model = {
  ...{ channels: 8, padding: 1, act: "ReLU", dropped: true, flat: true, batch: 1, size: 14, hidden: 4 },
  ...{ begun: false, masked: false, deleted: false, training: false, seed: 1, sample: 0 },
};

function graphOf(model: Model): Graph {
  const { batch, size, hidden } = model;
  const nodes: Record<string, GraphNode> = {};
  const edges: Edge[] = [];
  const add = (name: string, module: string, args: GraphNode["args"], ...from: string[]): string => {
    nodes[name] = args ? { module, args } : { module };
    for (const [i, source] of from.entries()) edges.push(edge(source, i === 0 ? name : `${name}.other`));
    return name;
  };
  const input = (name: string, shape: readonly number[], dtype = "float32") => add(name, "Input", { shape, dtype });
  input("x", [batch, 8, size, size]);
  add("conv1", "Conv2d", { out_channels: model.channels, kernel_size: 3, padding: model.padding }, "x");
  const seen = model.dropped ? add("drop", "Dropout", undefined, "conv1") : "conv1";
  const act = model.act === "ELU" ? add("act", "ELU", { inplace: true }, seen) : add("act", model.act, undefined, seen);
  const norm = model.deleted ? act : add("norm", "BatchNorm2d", undefined, act);
  add("sum", "Add", undefined, norm, seen);
  add("conv2", "Conv2d", { out_channels: 8, kernel_size: 3, padding: 1 }, "sum");
  const end = model.flat
    ? add("flat", "Flatten", undefined, "conv2")
    : add("pool", "MaxPool2d", { kernel_size: 2 }, "conv2");
  add("same", "Identity", undefined, end);
  add("fc", "Linear", { out_features: 4 }, "same");
  add("y", "Output", undefined, "fc");
  input("ids", [5, batch], "int64");
  add("embed", "Embedding", { num_embeddings: 12, embedding_dim: 6 }, "ids");
  add("lstm", "LSTM", { hidden_size: hidden }, "embed");
  if (model.begun) {
    for (const state of ["h_0", "c_0"]) edges.push(edge(input(state, [1, batch, hidden]), `lstm.${state}`));
  }
  edges.push(edge("lstm.h_n", add("state", "Output", undefined)));
  add("attn", "MultiheadAttention", { embed_dim: hidden, num_heads: 2 }, "lstm");
  for (const port of ["key", "value"]) edges.push(edge("lstm", `attn.${port}`));
  if (model.masked) edges.push(edge(input("mask", [5, 5]), "attn.attn_mask"));
  add("layer", "TransformerEncoderLayer", { d_model: hidden, nhead: 2, dim_feedforward: 16 }, "attn");
  add("z", "Output", undefined, "layer");
  return { nodes, edges };
}

/** Numbers below `n` that follow from the seed (an LCG of Numerical Recipes). */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const ids = (batch: number, far: boolean): InputSource => ({
  kind: "tensor",
  data: Float64Array.from({ length: 5 * batch }, (_, i) => (far && i === 3 ? 99 : i)),
  shape: [5, batch],
  dtype: "int64",
});

/** A user who edits at random, and what he has done so far. */
class User {
  readonly session = createSession();
  readonly sources = new Map<string, InputSource>();
  model = first;
  private readonly past: Model[] = [];
  private readonly roll: (n: number) => number;
  private far = false;

  constructor(seed: number) {
    this.roll = dice(seed);
  }

  async give(node: string, source: InputSource): Promise<void> {
    this.sources.set(node, source);
    value(await this.session.setInput(node, source));
  }

  private change(): void {
    this.past.push(this.model);
    const keys = Object.keys(choices) as (keyof Model)[];
    const key = keys[this.roll(keys.length)]!;
    this.model = { ...this.model, [key]: choices[key][this.roll(choices[key].length)] };
  }

  /** One act of the user's; then the model runs. */
  async act(): Promise<void> {
    const { session } = this;
    switch (this.roll(10)) {
      case 0:
        await this.give(["x", "h_0", "mask"][this.roll(3)]!, { kind: "normal", seed: this.roll(50) });
        break;
      case 1:
        this.far = this.roll(3) === 0;
        break;
      case 2:
        this.model = this.past[this.roll(Math.max(this.past.length, 1))] ?? this.model;
        break;
      case 3: {
        const bytes = value(await session.saveWeights());
        this.change();
        await this.run();
        // Refused where the edit has changed their shapes.
        await session.loadWeights(bytes);
        break;
      }
      case 4:
        value(await session.resetWeights());
        // What was computed with the old weights can still be looked at.
        for (const text of ["conv1", "same", "lstm.h_n"]) await session.inspect(port(text), 0);
        break;
      case 5: {
        const begun = session.run(this.asked());
        this.change();
        const again = session.run(this.asked());
        await Promise.all([begun, again, session.stop()]);
        break;
      }
      default:
        this.change();
    }
    await this.run();
  }

  private asked() {
    const { training, seed, sample } = this.model;
    return request(graphOf(this.model), { training, seed, sample });
  }

  async run() {
    await this.give("ids", ids(this.model.batch, this.far));
    const reply = value(await this.session.run(this.asked()));
    expect(reply.failures.map(({ node }) => node)).toEqual(this.far ? ["embed"] : []);
    return reply;
  }

  /** What a session that knows nothing of the past answers. */
  async fresh() {
    const session = createSession();
    value(await session.restoreWeights(value(await this.session.saveWeights())));
    for (const [node, source] of this.sources) value(await session.setInput(node, source));
    const reply = value(await session.run(this.asked()));
    value(await session.run(request(nothing)));
    return reply;
  }

  async rest(): Promise<void> {
    this.model = first;
    this.far = false;
    this.sources.clear();
    for (const node of ["x", "h_0", "mask"]) await this.give(node, { kind: "normal", seed: 1 });
    value(await this.session.resetWeights());
    await this.run();
  }
}

it("after any edits a run gives what a new session gives, and 2,000 of them leave no memory behind", async () => {
  const before = liveBytes();
  const user = new User(7);
  const levels: number[][] = [];
  for (let round = 0; round < 2; round++) {
    const edits = new User(11);
    Object.assign(edits, { session: user.session });
    for (let i = 1; i <= 1000; i++) {
      await edits.act();
      if (i % 20 !== 0 || edits.model.training) continue;
      const mine = await run(user.session, graphOf(edits.model), {
        seed: edits.model.seed,
        sample: edits.model.sample,
      });
      const { activations, current } = await edits.fresh();
      expect(mine.activations).toEqual(activations);
      expect(new Set(mine.current)).toEqual(new Set(current));
    }
    await edits.rest();
    levels.push([liveBytes(), memory.liveBytes]);
  }
  expect(levels[1]).toEqual(levels[0]);
  value(await user.session.run(request(nothing)));
  expect(liveBytes()).toBe(before);
}, 120_000);

const lenetLike = (change: Nodes = {}): Graph =>
  row({
    x: { module: "Input", args: { shape: [1, 8, 32, 32] } },
    conv1: { module: "Conv2d", args: { out_channels: 16, kernel_size: 3, padding: 1 } },
    relu: { module: "ReLU" },
    conv2: { module: "Conv2d", args: { out_channels: 16, kernel_size: 5 } },
    y: { module: "Output" },
    ...change,
  });

const stroke = (session: EngineApi, seed: number) => session.setInput("x", { kind: "normal", seed });

describe("weights are laid out", () => {
  it("once, until they or the sizes change", async () => {
    const prepared = vi.spyOn(kernels, "prepareConv");
    const session = createSession();
    const again = async (graph = lenetLike(), change = {}) => {
      prepared.mockClear();
      const { ran } = await run(session, graph, change);
      return [ran.length, prepared.mock.calls.length];
    };
    expect(await again()).toEqual([4, 2]);
    for (let seed = 0; seed < 3; seed++) {
      await stroke(session, seed);
      expect(await again()).toEqual([4, 0]);
    }
    expect(await again(lenetLike({ relu: { module: "Tanh" } }))).toEqual([2, 0]);
    expect(await again(lenetLike({ conv2: { module: "Conv2d", args: { out_channels: 8, kernel_size: 5 } } }))).toEqual([
      2, 1,
    ]);
    expect(await again()).toEqual([1, 1]);
    value(await session.loadWeights(value(await session.saveWeights())));
    expect(await again()).toEqual([3, 2]);
    expect(await again(lenetLike({ x: { module: "Input", args: { shape: [1, 8, 40, 40] } } }))).toEqual([4, 2]);
    expect(await again(lenetLike(), { training: true })).toEqual([4, 0]);
  });

  it("and given back when a node goes, training begins, or other sizes come", async () => {
    const session = createSession();
    const others = [
      [row({ x: { module: "Input", args: { shape: [1, 8, 32, 32] } }, y: { module: "Output" } }), {}],
      [lenetLike(), { training: true }],
      [lenetLike({ x: { module: "Input", args: { shape: [1, 8, 20, 20] } } }), {}],
    ] as const;
    // The kernels' scratch grows to its size.
    for (const [graph, change] of others) await run(session, graph, change);
    await run(session, lenetLike());
    const level = memory.liveBytes;
    for (const [graph, change] of others) {
      await run(session, graph, change);
      expect(memory.liveBytes).not.toBe(level);
      await run(session, lenetLike());
      expect(memory.liveBytes).toBe(level);
    }
  });
});

describe("where memory is refused", () => {
  /** Refuses blocks of more than `most` bytes, and says how often. */
  function refuse(most: number) {
    const { allocate } = memory;
    return vi.spyOn(memory, "allocate").mockImplementation((bytes) => {
      if (bytes > most) throw new RangeError(`out of memory: ${bytes} bytes wanted, ${memory.liveBytes} bytes in use`);
      return allocate.call(memory, bytes);
    });
  }

  it("a module runs without what would be prepared", async () => {
    const wide = row({
      x: { module: "Input", args: { shape: [1, 64, 16, 16] } },
      conv: { module: "Conv2d", args: { out_channels: 64, kernel_size: 3, padding: 1 } },
      y: { module: "Output" },
    });
    const [plenty, scarce] = [createSession(), createSession()];
    const wanted = await run(plenty, wide);
    await run(scarce, wide);
    value(await scarce.resetWeights());
    const spy = vi.spyOn(kernels, "prepareConv").mockImplementation(() => {
      throw new RangeError("out of memory: 1 bytes wanted, 0 bytes in use");
    });
    const reply = await run(scarce, wide);
    expect(spy).toHaveBeenCalledTimes(1);
    expect(reply.failures).toEqual([]);
    expect(reply.activations.conv?.stats.mean).toBeCloseTo(wanted.activations.conv!.stats.mean, 5);
  });

  it("a node fails with its figure, and runs when there is memory again", async () => {
    const session = createSession();
    const large = { module: "Conv2d", args: { out_channels: 512, kernel_size: 1 } };
    await run(session, lenetLike());
    const tensors = liveBytes();
    const refused = refuse(2 ** 20);
    const reply = await run(session, lenetLike({ conv2: large }));
    expect(reply.failures).toMatchObject([
      {
        kind: "memory",
        node: "conv2",
        message: expect.stringMatching(/^conv2: there was not enough memory for 2\.0 MiB/),
      },
    ]);
    refused.mockRestore();
    expect((await run(session, lenetLike({ conv2: large }))).failures).toEqual([]);
    await run(session, lenetLike());
    expect(liveBytes()).toBe(tensors);
  });
});

// Owns a plan's memory: which values share a block, how much all need, and each value's tensor once it is allocated.
import { numel } from "../core/shape.ts";
import { empty } from "../tensor/create.ts";
import { Tensor } from "../tensor/tensor.ts";
import { type Block, type Placement, place } from "./arena.ts";
import { type Graph, type Op, type OpName, Value, valuesIn } from "./values.ts";

/** The elements of a tensor, found again when the kernels' memory has grown. */
export type Access = () => Float32Array;

export function accessTo(tensor: Tensor): Access {
  let whole: unknown = null;
  let view: Float32Array = new Float32Array(0);
  return () => {
    const { data } = tensor.storage;
    if (data !== whole) {
      whole = data;
      view = tensor.floats;
    }
    return view;
  };
}

const reshaping: ReadonlySet<OpName> = new Set<OpName>(["flatten", "unflatten"]);
const dropping: ReadonlySet<OpName> = new Set<OpName>([
  "dropout",
  "dropout1d",
  "dropout2d",
  "dropout3d",
  "alpha_dropout",
  "feature_alpha_dropout",
]);

/** Whether an op only gives its input another name or shape. */
export const isView = ({ name, args }: Op): boolean => reshaping.has(name) || (dropping.has(name) && args[2] !== true);

/** Ops that may write where their first or second input lies, element by element. */
const pointwise: ReadonlySet<OpName> = new Set<OpName>([
  "relu",
  "relu6",
  "sigmoid",
  "tanh",
  "gelu",
  "silu",
  "add",
  "mul",
]);

/** What each module's outputs take, in bytes, by the module's name. */
export type ByOwner = ReadonlyMap<string, number>;

export class Memory {
  /** All that will be allocated for values, in bytes. */
  readonly bytes: number;
  readonly byOwner: ByOwner;
  private readonly roots = new Map<Value, Value>();
  private readonly offsets = new Map<Value, number>();
  private readonly own: readonly Value[];
  private readonly placement: Placement;
  private readonly tensors = new Map<Value, Tensor>();
  private readonly allocated: Tensor[] = [];

  /** Counts; nothing is allocated. Values that are `kept` have bytes of their own. */
  constructor(graph: Graph, kept: ReadonlySet<Value>) {
    const lives = this.lifetimes(graph, kept);
    const lasting = new Set([...graph.outputs, ...kept].map((value) => this.root(value)));
    const shared = [...lives.keys()].filter((value) => value.dtype === "float32" && !lasting.has(value));
    this.own = [...lives.keys()].filter((value) => !shared.includes(value));
    this.placement = place(shared.map((value) => lives.get(value)!));
    shared.forEach((value, i) => {
      this.offsets.set(value, this.placement.offsets[i]!);
    });
    this.bytes = this.own.reduce((sum, { bytes }) => sum + bytes, this.placement.bytes);
    const byOwner = new Map<string, number>();
    for (const { owner, outputs } of graph.ops) {
      for (const value of outputs) {
        if (this.root(value) === value) byOwner.set(owner, (byOwner.get(owner) ?? 0) + value.bytes);
      }
    }
    this.byOwner = byOwner;
  }

  private root(value: Value): Value {
    return this.roots.get(value) ?? value;
  }

  /** From when to when the bytes of every root are needed; step 0 is the copying of the inputs. */
  private lifetimes(graph: Graph, kept: ReadonlySet<Value>): Map<Value, Block> {
    const lastUse = new Map<Value, number>();
    graph.ops.forEach((op, i) => {
      for (const value of valuesIn(op.args)) lastUse.set(value, i + 1);
    });
    for (const value of [...graph.outputs, ...kept]) lastUse.set(value, graph.ops.length + 1);
    const lives = new Map<Value, Block>();
    for (const value of graph.inputs) lives.set(value, { bytes: value.bytes, first: 0, last: lastUse.get(value) ?? 0 });
    graph.ops.forEach((op, i) => {
      for (const value of op.outputs) {
        const host = this.hostOf(op, i + 1, value, lives, graph);
        const last = Math.max(lastUse.get(value) ?? 0, i + 1);
        if (host === null) {
          lives.set(value, { bytes: value.bytes, first: i + 1, last });
          continue;
        }
        this.roots.set(value, host);
        const before = lives.get(host);
        if (before) lives.set(host, { ...before, last: Math.max(before.last, last) });
      }
    });
    return lives;
  }

  /** The root whose bytes an output takes over; null where it needs its own. */
  private hostOf(op: Op, step: number, out: Value, lives: ReadonlyMap<Value, Block>, graph: Graph): Value | null {
    if (isView(op)) return this.root(op.args[0] as Value);
    if (!pointwise.has(op.name) || out.dtype !== "float32") return null;
    const inputs = op.args.filter((arg) => arg instanceof Value);
    const host = inputs.find((input) => {
      const root = this.root(input);
      const life = lives.get(root);
      const dies = life !== undefined && life.last === step && !graph.inputs.includes(root);
      return dies && input.dtype === out.dtype && numel(input.shape) === numel(out.shape);
    });
    return host ? this.root(host) : null;
  }

  /** @throws RangeError when there is not so much memory */
  allocate(): void {
    const keep = (tensor: Tensor): Tensor => {
      this.allocated.push(tensor.keep());
      return tensor;
    };
    try {
      for (const value of this.own) this.tensors.set(value, keep(empty(value.shape, value.dtype)));
      const arena = keep(empty([this.placement.bytes / 4]));
      for (const [value, offset] of this.offsets) {
        this.tensors.set(value, new Tensor(arena.storage, value.shape, offset / 4));
      }
    } catch (error) {
      this.release();
      throw error;
    }
  }

  /** The tensor in which a value lies while the plan runs: a parameter's own, or a part of the plan's memory. */
  tensor(value: Value): Tensor {
    if (value.tensor) return value.tensor;
    const { storage, offset } = this.tensors.get(this.root(value))!;
    return new Tensor(storage, value.shape, offset);
  }

  access(value: Value): Access {
    return accessTo(this.tensor(value));
  }

  release(): void {
    for (const { storage } of this.allocated.splice(0)) storage.free();
  }
}

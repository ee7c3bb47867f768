// Owns a plan's memory: which values share a block, how much all need, and each value's tensor once it is allocated.

import type { Value } from "../ir/graph.ts";
import { unwritten } from "../tensor/create.ts";
import { Tensor } from "../tensor/tensor.ts";
import { type Block, type Placement, place } from "./arena.ts";
import { tensorOf } from "./values.ts";

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

/** When the bytes of values are needed. */
export interface Lives {
  /** From when to when, of every value that has bytes of its own. */
  readonly blocks: ReadonlyMap<Value, Block>;
  /** Values that lie where another does: the one that has the bytes. */
  readonly roots: ReadonlyMap<Value, Value>;
  /** Values whose bytes are never shared with others. */
  readonly lasting: ReadonlySet<Value>;
}

export class Memory {
  /** All that will be allocated for values, in bytes. */
  readonly bytes: number;
  protected readonly roots: ReadonlyMap<Value, Value>;
  protected readonly offsets = new Map<Value, number>();
  protected readonly own: readonly Value[];
  protected readonly placement: Placement;
  protected readonly tensors = new Map<Value, Tensor>();
  private readonly allocated: Tensor[] = [];

  /** Counts; nothing is allocated. Only float32 values share memory. */
  constructor({ blocks, roots, lasting }: Lives) {
    this.roots = roots;
    const isShared = (value: Value): boolean => value.dtype === "float32" && !lasting.has(value);
    const shared = [...blocks.keys()].filter(isShared);
    this.own = [...blocks.keys()].filter((value) => !isShared(value));
    this.placement = place(shared.map((value) => blocks.get(value)!));
    shared.forEach((value, i) => {
      this.offsets.set(value, this.placement.offsets[i]!);
    });
    this.bytes = this.own.reduce((sum, { bytes }) => sum + bytes, this.placement.bytes);
  }

  /** @throws RangeError when there is not so much memory */
  allocate(): void {
    const keep = (tensor: Tensor): Tensor => {
      this.allocated.push(tensor.keep());
      return tensor;
    };
    try {
      for (const value of this.own) this.tensors.set(value, keep(unwritten(value.shape, value.dtype)));
      const arena = keep(unwritten([this.placement.bytes / 4]));
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
    const own = tensorOf(value);
    if (own) return own;
    const root = this.roots.get(value) ?? value;
    const { storage, offset } = tensorOf(root) ?? this.tensors.get(root)!;
    return new Tensor(storage, value.shape, offset);
  }

  access(value: Value): Access {
    return accessTo(this.tensor(value));
  }

  release(): void {
    for (const { storage } of this.allocated.splice(0)) storage.free();
  }
}

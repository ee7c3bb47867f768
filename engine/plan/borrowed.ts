// Owns memory that a plan borrows for one run: what it reads and writes lies where others keep it.
import { bytesPerElement, type DType, type TypedArray } from "../core/dtype.ts";
import type { Value } from "../ir/graph.ts";
import { unwritten } from "../tensor/create.ts";
import { Storage } from "../tensor/storage.ts";
import { Tensor } from "../tensor/tensor.ts";
import { type Lives, Memory } from "./memory.ts";
import { tensorOf } from "./values.ts";

/** A storage without memory of its own: its elements are those of the tensor it borrowed last. */
class Borrowed extends Storage {
  private from: Tensor | null = null;

  constructor(dtype: DType) {
    super(dtype, 0, false);
    // The block that even an empty storage has.
    this.free();
  }

  borrow(tensor: Tensor | null): void {
    this.from = tensor;
  }

  override get data(): TypedArray {
    return this.from!.data;
  }

  override get freed(): boolean {
    return this.from === null;
  }
}

/** The memory of a plan between whose runs nothing is held; steps find their values in it all the same. */
export class BorrowedMemory extends Memory {
  /** Bytes that a run takes for the values between inputs and outputs. */
  readonly inner: number;
  /** Bytes of the outputs, but for those that lie where an input does. */
  readonly outer: number;
  private readonly aliases = new Map<Value, Borrowed>();
  private readonly arena = new Borrowed("float32");
  private readonly inputs: readonly Value[];
  private readonly outputs: readonly Value[];

  constructor(lives: Lives, inputs: readonly Value[], outputs: readonly Value[]) {
    super(lives);
    this.inputs = inputs;
    this.outputs = outputs;
    for (const value of this.own) {
      const alias = new Borrowed(value.dtype);
      this.aliases.set(value, alias);
      this.tensors.set(value, new Tensor(alias, value.shape));
    }
    for (const [value, offset] of this.offsets) {
      this.tensors.set(value, new Tensor(this.arena, value.shape, offset / bytesPerElement.float32));
    }
    const given = new Set(outputs.map((value) => this.root(value)));
    const taken = this.own.filter((value) => !inputs.includes(value));
    const sum = (values: readonly Value[]): number => values.reduce((bytes, value) => bytes + value.bytes, 0);
    this.outer = sum(taken.filter((value) => given.has(value)));
    this.inner = this.placement.bytes + sum(taken.filter((value) => !given.has(value)));
  }

  private root(value: Value): Value {
    return this.roots.get(value) ?? value;
  }

  /**
   * Calls `run` with the values where `inputs` lie, and all others in memory taken from the scope around it. Gives the
   * outputs, which may lie where inputs do.
   * @throws RangeError when there is not so much memory
   */
  runOn(inputs: readonly Tensor[], run: () => void): Tensor[] {
    const places = new Map(this.inputs.map((value, i) => [value, inputs[i]!]));
    for (const value of this.own) if (!places.has(value)) places.set(value, unwritten(value.shape, value.dtype));
    try {
      for (const [value, tensor] of places) this.aliases.get(value)!.borrow(tensor);
      // Values without elements need a place too.
      if (this.offsets.size > 0) this.arena.borrow(unwritten([this.placement.bytes / bytesPerElement.float32]));
      run();
    } finally {
      for (const alias of [...this.aliases.values(), this.arena]) alias.borrow(null);
    }
    return this.outputs.map((value) => {
      const root = this.root(value);
      const { storage, offset } = tensorOf(root) ?? places.get(root)!;
      return new Tensor(storage, value.shape, offset);
    });
  }
}

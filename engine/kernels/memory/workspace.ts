// Owns where a kernel finds its arguments: pointers to views of its memory, copies of what lies elsewhere, scratch.
import type { KernelMemory } from "./memory.ts";

export type View = Float32Array | Float64Array | Uint8Array | Int32Array;
type Pointers<Views extends readonly unknown[]> = { readonly [K in keyof Views]: number };

const alignment = 64;

export class Workspace {
  readonly memory: KernelMemory;
  /** Runs the kernel calls that `body` makes, of so many multiply-adds in all, at once on the threads there are. */
  readonly parallel: (products: number, body: () => void) => void;
  private start = 0;
  private size = 0;

  constructor(memory: KernelMemory, parallel: (products: number, body: () => void) => void) {
    this.memory = memory;
    this.parallel = parallel;
  }

  /**
   * Calls `body` with a pointer for every view, 0 for null. Views outside the kernels' memory are copied in, and those
   * from index `written` on are copied back: correct, but slow, and meant for small ones.
   */
  with<const Views extends readonly (View | null)[]>(
    views: Views,
    written: number,
    body: (...pointers: Pointers<Views>) => void,
  ): void {
    const { buffer } = this.memory;
    if (views.every((view) => view === null || view.buffer === buffer)) {
      body(...(views.map((view) => view?.byteOffset ?? 0) as unknown as Pointers<Views>));
      return;
    }
    // Pointers first: staging may grow the memory, and a detached view has forgotten where it was.
    const pointers = views.map((view) => (view?.buffer === buffer ? view.byteOffset : 0));
    const staged: { readonly view: View; readonly pointer: number; readonly index: number }[] = [];
    for (const [index, view] of views.entries()) {
      if (view === null || view.buffer === buffer) continue;
      const pointer = this.memory.allocate(view.byteLength);
      staged.push({ view, pointer, index });
      pointers[index] = pointer;
    }
    const bytes = (view: View): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    try {
      for (const { view, pointer } of staged) new Uint8Array(this.memory.buffer).set(bytes(view), pointer);
      body(...(pointers as unknown as Pointers<Views>));
      for (const { view, pointer, index } of staged) {
        if (index >= written) bytes(view).set(new Uint8Array(this.memory.buffer, pointer, view.byteLength));
      }
    } finally {
      for (const { pointer } of staged) this.memory.release(pointer);
    }
  }

  /**
   * Pointers to as many bytes of scratch as asked for, valid until the next call. The block is kept and only grows.
   * Growing may detach every view of the memory: take their pointers before.
   */
  scratch<const Sizes extends readonly number[]>(...sizes: Sizes): Pointers<Sizes> {
    const rounded = sizes.map((bytes) => Math.ceil(bytes / alignment) * alignment + alignment);
    const total = rounded.reduce((sum, bytes) => sum + bytes, 0);
    if (total > this.size) {
      if (this.size > 0) this.memory.release(this.start);
      this.size = 0;
      this.start = this.memory.allocate(total);
      this.size = total;
    }
    let at = this.start;
    return rounded.map((bytes) => {
      const pointer = at;
      at += bytes;
      return pointer;
    }) as unknown as Pointers<Sizes>;
  }

  /** Integers at a pointer, as offsets for the kernels. */
  putInts(pointer: number, values: Int32Array): void {
    new Int32Array(this.memory.buffer, pointer, values.length).set(values);
  }
}

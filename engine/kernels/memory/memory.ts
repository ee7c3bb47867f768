// Owns the kernels' memory: one WebAssembly.Memory with an allocator of 16-byte aligned blocks in it.

const pageBytes = 65_536;
/** Pages of 4 GiB, all that 32-bit pointers reach. */
const maximumPages = 65_536;
const alignment = 16;
/** Never handed out: pointer 0 stands for "nothing". */
const reserved = 1024;
/** Vector loads may reach this far past the end of a block; such bytes are read and thrown away. */
const slack = 64;
const sizeClasses = 128;

export interface KernelMemory {
  /** What the kernels import. Another one after `share`. */
  readonly memory: WebAssembly.Memory;
  /** Whether threads may use it too. */
  readonly shared: boolean;
  /** Its bytes now. Growth detaches it (unless shared): read it anew after every allocation. */
  readonly buffer: ArrayBufferLike;
  /** Bytes handed out and not released, as rounded up to whole blocks. */
  readonly liveBytes: number;
  /**
   * A block of at least `bytes` bytes, aligned to 16; its contents are whatever was there before.
   * @throws RangeError when the browser has no more, or past 4 GiB
   */
  allocate(bytes: number): number;
  /**
   * Gives a block back.
   * @throws RangeError when `pointer` is not the start of a live block
   */
  release(pointer: number): void;
  /**
   * Moves everything into a memory that threads may share; pointers stay as they are, views and kernels do not.
   * @throws where the host refuses such memory (a page that is not cross-origin isolated)
   */
  share(): void;
}

const roundUp = (bytes: number, to: number): number => Math.ceil(bytes / to) * to;

/** Four classes for every power of two, so that a block wastes little of a class's search. */
function sizeClass(bytes: number): number {
  const units = bytes / alignment;
  const power = Math.floor(Math.log2(units));
  const quarter = power < 2 ? 0 : Math.floor(units / 2 ** (power - 2)) - 4;
  return Math.min(power * 4 + quarter, sizeClasses - 1);
}

/** Free blocks, found by start, by end (to merge neighbours) and by size. */
class FreeBlocks {
  private readonly sizeAt = new Map<number, number>();
  private readonly startOf = new Map<number, number>();
  private readonly classes = Array.from({ length: sizeClasses }, () => new Set<number>());

  add(start: number, bytes: number): void {
    this.sizeAt.set(start, bytes);
    this.startOf.set(start + bytes, start);
    this.classes[sizeClass(bytes)]!.add(start);
  }

  private remove(start: number): number {
    const bytes = this.sizeAt.get(start)!;
    this.sizeAt.delete(start);
    this.startOf.delete(start + bytes);
    this.classes[sizeClass(bytes)]!.delete(start);
    return bytes;
  }

  /** Takes a block of `bytes` out of the smallest class that has one; null when none is large enough. */
  take(bytes: number): number | null {
    const first = sizeClass(bytes);
    for (let index = first; index < sizeClasses; index++) {
      for (const start of this.classes[index]!) {
        if (this.sizeAt.get(start)! < bytes) continue;
        const rest = this.remove(start) - bytes;
        if (rest > 0) this.add(start + bytes, rest);
        return start;
      }
    }
    return null;
  }

  /** The free block that begins at `start`, taken out; its bytes, 0 when there is none. */
  takeAt = (start: number): number => (this.sizeAt.has(start) ? this.remove(start) : 0);

  /** The free block that ends at `end`, taken out; its bytes, 0 when there is none. */
  takeBefore(end: number): number {
    const start = this.startOf.get(end);
    return start === undefined ? 0 : this.remove(start);
  }
}

const makeMemory = (initial: number, shared: boolean): WebAssembly.Memory =>
  new WebAssembly.Memory({ initial, maximum: maximumPages, shared });

/** A new memory, empty. */
export function createMemory(): KernelMemory {
  let memory = makeMemory(16, false);
  let shared = false;
  const sizes = new Map<number, number>();
  const free = new FreeBlocks();
  let top = reserved;
  let live = 0;

  const refuse = (bytes: number, cause?: unknown): RangeError =>
    new RangeError(`out of memory: ${bytes} bytes wanted, ${live} bytes in use`, { cause });

  /** Makes everything below `end` usable. */
  function reach(end: number, bytes: number): void {
    const missing = Math.ceil((end + slack - memory.buffer.byteLength) / pageBytes);
    if (missing <= 0) return;
    const pages = memory.buffer.byteLength / pageBytes;
    if (pages + missing > maximumPages) throw refuse(bytes);
    // An eighth more than needed: many small tensors then cost few growths.
    const generous = Math.min(Math.max(missing, pages >> 3), maximumPages - pages);
    try {
      memory.grow(generous);
    } catch {
      try {
        memory.grow(missing);
      } catch (error) {
        throw refuse(bytes, error);
      }
    }
  }

  return {
    get memory() {
      return memory;
    },
    get shared() {
      return shared;
    },
    get buffer() {
      return memory.buffer;
    },
    get liveBytes() {
      return live;
    },
    allocate(bytes) {
      if (!(bytes >= 0) || bytes > maximumPages * pageBytes) throw refuse(bytes);
      const size = Math.max(roundUp(bytes, alignment), alignment);
      let pointer = free.take(size);
      if (pointer === null) {
        reach(top + size, bytes);
        pointer = top;
        top += size;
      }
      sizes.set(pointer, size);
      live += size;
      return pointer;
    },
    release(pointer) {
      const size = sizes.get(pointer);
      if (size === undefined) throw new RangeError(`no block of memory begins at ${pointer}`);
      sizes.delete(pointer);
      live -= size;
      const end = pointer + size + free.takeAt(pointer + size);
      const start = pointer - free.takeBefore(pointer);
      if (end === top) top = start;
      else free.add(start, end - start);
    },
    share() {
      if (shared) return;
      const bytes = new Uint8Array(memory.buffer);
      const moved = makeMemory(bytes.length / pageBytes, true);
      new Uint8Array(moved.buffer).set(bytes);
      memory = moved;
      shared = true;
    },
  };
}

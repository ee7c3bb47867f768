// Owns the memory of tensors: who holds how many bytes, and scopes that free what a run made.
import { bytesPerElement, type DType, type TypedArray } from "../core/dtype.ts";
import { runtimeError } from "../core/errors.ts";
import { kernels, memory } from "../kernels/index.ts";

let live = 0;
let leftover: number | null = null;

/**
 * What new storages hold that are not zeroed, for tests: with NaN, whoever reads an element before it is written gives
 * itself away. Null leaves the memory as it is.
 */
export function fillUnwritten(value: number | null): void {
  leftover = value;
}
const scopes: Set<Storage>[] = [];

/**
 * Outside scopes only the garbage collector frees a storage, and it does not run while a loop does. Past so many bytes
 * of that kind, elements lie in memory of their own, which it can free at any time; kernels then copy them in and out.
 */
const unscopedLimit = 2 ** 29;
let unscoped = 0;

/** Where elements lie: a block of the kernels' memory, or none. */
interface Held {
  bytes: number;
  pointer: number | null;
  unscoped: boolean;
}

const collected = new FinalizationRegistry<Held>(giveBack);

function giveBack(held: Held): void {
  live -= held.bytes;
  if (held.unscoped) unscoped -= held.bytes;
  if (held.pointer !== null) memory.release(held.pointer);
  held.bytes = 0;
  held.pointer = null;
}

/** Bytes of all storages that have not been freed. */
export const liveBytes = (): number => live;

/** The elements of one or more tensors, in the kernels' memory. */
export class Storage {
  readonly dtype: DType;
  readonly length: number;
  /** Counts writes in place, so that backward notices saved values that have changed. */
  version = 0;
  /** How many tensors have been made over it: more than one may be views of each other. */
  tensors = 0;
  private elements: TypedArray | null;
  private readonly held: Held;
  private kept = false;

  /** Its elements are zero when `zeroed`, else whatever stood in the memory. */
  constructor(dtype: DType, length: number, zeroed: boolean) {
    this.dtype = dtype;
    this.length = length;
    const bytes = length * bytesPerElement[dtype];
    const isUnscoped = scopes.length === 0;
    const pointer = isUnscoped && unscoped + bytes > unscopedLimit ? null : memory.allocate(bytes);
    this.held = { bytes, pointer, unscoped: isUnscoped };
    live += bytes;
    if (isUnscoped) unscoped += bytes;
    this.elements = pointer === null ? allocate(dtype, length) : view(dtype, pointer, length);
    if (zeroed) kernels.clear(this.elements);
    else if (leftover !== null) this.elements.fill(leftover);
    collected.register(this, this.held, this);
    scopes.at(-1)?.add(this);
  }

  /** The elements. Read it anew after every allocation: the kernels' memory may move. */
  get data(): TypedArray {
    if (this.elements === null) throw runtimeError("this tensor's memory was freed with the scope it was made in");
    const { pointer } = this.held;
    if (pointer !== null && this.elements.buffer !== memory.buffer) {
      this.elements = view(this.dtype, pointer, this.length);
    }
    return this.elements;
  }

  get freed(): boolean {
    return this.elements === null;
  }

  /** Gives the memory back now; reading it afterwards is an error. */
  free(): void {
    if (this.elements === null) return;
    this.elements = null;
    giveBack(this.held);
    collected.unregister(this);
  }

  /** Lets it outlive every scope: a parameter, a buffer, the grad of a leaf. */
  keep(): void {
    if (this.kept) return;
    this.kept = true;
    for (const scope of scopes) scope.delete(this);
  }

  /** Undoes keep: the innermost scope frees it, or without one the garbage collector. */
  release(): void {
    if (!this.kept) return;
    this.kept = false;
    if (!this.freed) scopes.at(-1)?.add(this);
  }
}

/** The elements in the kernels' memory, as it is now. */
function view(dtype: DType, pointer: number, length: number): TypedArray {
  const buffer = memory.buffer as ArrayBuffer;
  switch (dtype) {
    case "float32":
      return new Float32Array(buffer, pointer, length);
    case "int64":
      return new Float64Array(buffer, pointer, length);
    case "bool":
      return new Uint8Array(buffer, pointer, length);
    default:
      return dtype satisfies never;
  }
}

function allocate(dtype: DType, length: number): TypedArray {
  switch (dtype) {
    case "float32":
      return new Float32Array(length);
    case "int64":
      return new Float64Array(length);
    case "bool":
      return new Uint8Array(length);
    default:
      return dtype satisfies never;
  }
}

/**
 * Runs `fn` and frees every storage made in it, except those of tensors in what it returns (looked for in arrays,
 * Maps and plain objects) and those kept. Nested scopes hand what they return to the scope around them.
 */
export function scope<T>(fn: () => T): T {
  const own = new Set<Storage>();
  scopes.push(own);
  let returned = new Set<Storage>();
  try {
    const result = fn();
    returned = storagesIn(result, new Set());
    return result;
  } finally {
    scopes.pop();
    const outer = scopes.at(-1);
    for (const storage of own) {
      if (!returned.has(storage)) storage.free();
      else outer?.add(storage);
    }
  }
}

function storagesIn(value: unknown, found: Set<Storage>): Set<Storage> {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return found;
  if ("storage" in value && value.storage instanceof Storage) found.add(value.storage);
  else if (value instanceof Map) for (const item of value.values()) storagesIn(item, found);
  else if (Array.isArray(value)) for (const item of value) storagesIn(item, found);
  else if (Object.getPrototypeOf(value) === Object.prototype) {
    for (const item of Object.values(value)) storagesIn(item, found);
  }
  return found;
}

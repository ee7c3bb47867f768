// PyTorch's CPU random stream: the mt19937 generator and its distributions, sample for sample.
import { runtimeError } from "./errors.ts";
import { boxMuller16 } from "./gaussian.ts";

const STATE_SIZE = 624;
const SHIFT_SIZE = 397;
const TWO_POW_M24 = 2 ** -24;
const TWO_POW_M53 = 2 ** -53;
const TWO_POW_32 = 2 ** 32;
const MAX_FLOAT = (2 - 2 ** -23) * 2 ** 127;

/** The seed of a generator nobody has seeded, as torch's. */
export const DEFAULT_SEED = 67280421310721n;

/** Everything a Generator remembers. A snapshot: later draws do not change it. */
export interface GeneratorState {
  readonly seed: bigint;
  readonly words: Uint32Array;
  readonly index: number;
  readonly nextNormal: number | null;
}

/**
 * torch.Generator on the CPU: mt19937 (Matsumoto and Nishimura, 1998) seeded with the low 32 bits of the seed. Also
 * remembers the second half of a Box-Muller pair, which torch hands out at the next small `normal_`.
 */
export class Generator {
  private readonly words = new Uint32Array(STATE_SIZE);
  private index = STATE_SIZE;
  private seed = DEFAULT_SEED;
  private nextNormal: number | null = null;

  constructor(seed: number | bigint = DEFAULT_SEED) {
    this.manual_seed(seed);
  }

  /** Restarts the stream. Seeds lie in [-2^63, 2^64); negative ones count down from 2^64. */
  manual_seed(seed: number | bigint): this {
    if (typeof seed === "number" && !Number.isInteger(seed)) {
      throw runtimeError("manual_seed expected a long, but got float");
    }
    const wide = BigInt(seed);
    if (wide < -(2n ** 63n) || wide >= 2n ** 64n) throw runtimeError("Overflow when unpacking long");
    this.seed = BigInt.asUintN(64, wide);
    const words = this.words;
    let previous = Number(this.seed & 0xffffffffn);
    words[0] = previous;
    for (let i = 1; i < STATE_SIZE; i++) {
      previous = (Math.imul(1812433253, previous ^ (previous >>> 30)) + i) >>> 0;
      words[i] = previous;
    }
    this.index = STATE_SIZE;
    this.nextNormal = null;
    return this;
  }

  /** The seed last given, as an unsigned 64-bit integer. */
  initial_seed(): bigint {
    return this.seed;
  }

  get_state(): GeneratorState {
    return { seed: this.seed, words: this.words.slice(), index: this.index, nextNormal: this.nextNormal };
  }

  set_state(state: GeneratorState): this {
    if (state.words.length !== STATE_SIZE || state.index < 0 || state.index > STATE_SIZE) {
      throw runtimeError("Generator.set_state: not a state of this generator");
    }
    this.seed = state.seed;
    this.words.set(state.words);
    this.index = state.index;
    this.nextNormal = state.nextNormal;
    return this;
  }

  /** A uniform integer in [0, 2^32). */
  random32(): number {
    if (this.index === STATE_SIZE) this.twist();
    let y = this.words[this.index++] as number;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** A uniform integer in [0, 2^64): the first draw is the high half. */
  random64(): bigint {
    const high = this.random32();
    return (BigInt(high) << 32n) | BigInt(this.random32());
  }

  /** A uniform number in [0, 1) with the 24 bits of a float32. */
  uniform24(): number {
    return (this.random32() & 0xffffff) * TWO_POW_M24;
  }

  /** A uniform number in [0, 1) with the 53 bits of a float64. */
  uniform53(): number {
    const high = this.random32() & 0x1fffff;
    return (high * TWO_POW_32 + this.random32()) * TWO_POW_M53;
  }

  /** A standard normal number by Box and Muller (1958); every second one comes from the pair before. */
  normal64(): number {
    const cached = this.nextNormal;
    if (cached !== null) {
      this.nextNormal = null;
      return cached;
    }
    const angle = 2 * Math.PI * this.uniform53();
    const radius = Math.sqrt(-2 * Math.log1p(-this.uniform53()));
    this.nextNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  private twist(): void {
    const words = this.words;
    for (let i = 0; i < STATE_SIZE; i++) {
      const next = words[i + 1 < STATE_SIZE ? i + 1 : 0] as number;
      const far = words[i + SHIFT_SIZE < STATE_SIZE ? i + SHIFT_SIZE : i + SHIFT_SIZE - STATE_SIZE] as number;
      const mixed = ((words[i] as number) & 0x80000000) | (next & 0x7fffffff);
      words[i] = far ^ (mixed >>> 1) ^ (next & 1 ? 0x9908b0df : 0);
    }
    this.index = 0;
  }
}

/** The generator of functions that are given none. */
export const defaultGenerator = new Generator();

/** torch.manual_seed: restarts the default generator. */
export function manual_seed(seed: number | bigint): Generator {
  return defaultGenerator.manual_seed(seed);
}

/** Fills with uniform numbers in [from, to), 24 random bits each: torch's `uniform_` and, for [0, 1), `rand`. */
export function uniform_(out: Float32Array, from = 0, to = 1, g: Generator = defaultGenerator): Float32Array {
  if (!(from <= to)) {
    throw runtimeError(`uniform_ expects to return a [from, to) range, but found from=${from} > to=${to}`);
  }
  if (!(to - from <= MAX_FLOAT)) {
    throw runtimeError(
      "uniform_ expects to-from <= std::numeric_limits<Float>::max(), but found " +
        `to=${to} and from=${from} which result in to-from to exceed the limit`,
    );
  }
  const low = Math.fround(from);
  const range = Math.fround(Math.fround(to) - low);
  // One rounding at the end, as the fused multiply-add of torch's kernel.
  for (let i = 0; i < out.length; i++) out[i] = g.uniform24() * range + low;
  return out;
}

/**
 * Fills with normal numbers: torch's `normal_` and, for mean 0 and std 1, `randn`. Below 16 elements torch draws
 * float64 pairs one by one; from 16 on it turns float32 uniforms into normals sixteen at a time, and draws the last
 * sixteen anew when the size is not a multiple of 16.
 */
export function normal_(out: Float32Array, mean = 0, std = 1, g: Generator = defaultGenerator): Float32Array {
  if (!(std >= 0)) throw runtimeError(`normal expects std >= 0.0, but found std ${std}`);
  const size = out.length;
  if (size < 16) {
    for (let i = 0; i < size; i++) out[i] = g.normal64() * std + mean;
    return out;
  }
  for (let i = 0; i < size; i++) out[i] = g.uniform24();
  for (let i = 0; i + 16 <= size; i += 16) boxMuller16(out, i, mean, std);
  if (size % 16 !== 0) {
    const tail = size - 16;
    for (let i = tail; i < size; i++) out[i] = g.uniform24();
    boxMuller16(out, tail, mean, std);
  }
  return out;
}

/** Fills with uniform integers in [from, to): torch's `random_` and `randint`. The bounds are safe integers. */
export function random_<A extends Float32Array | Float64Array>(
  out: A,
  from: number,
  to: number,
  g: Generator = defaultGenerator,
): A {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || !Number.isSafeInteger(to - from)) {
    throw runtimeError(`random_ expects integer bounds within 2^53, but got from=${from} and to=${to}`);
  }
  if (from >= to) {
    throw runtimeError(`random_ expects 'from' to be less than 'to', but got from=${from} >= to=${to}`);
  }
  const range = to - from;
  if (range < TWO_POW_32) {
    for (let i = 0; i < out.length; i++) out[i] = (g.random32() % range) + from;
  } else {
    const wide = BigInt(range);
    for (let i = 0; i < out.length; i++) out[i] = Number(g.random64() % wide) + from;
  }
  return out;
}

/** A random order of 0 … n - 1: torch's `randperm`, a shuffle from the front (Fisher and Yates). */
export function randperm(n: number, g: Generator = defaultGenerator): Float64Array {
  if (!Number.isSafeInteger(n) || n < 0) {
    throw runtimeError(`Trying to create tensor with negative dimension ${n}: [${n}]`);
  }
  const out = Float64Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < n - 1; i++) {
    const j = i + (g.random32() % (n - i));
    const swapped = out[i] as number;
    out[i] = out[j] as number;
    out[j] = swapped;
  }
  return out;
}

/**
 * Fills with 1 (probability p) and 0: torch's `bernoulli_`. A single p is compared with 53-bit uniforms; a p per
 * element (as long as `out`) with 24-bit ones, as `torch.bernoulli(p)` of a float32 tensor. Dropout's mask is
 * `bernoulli_` of the probability to keep.
 */
export function bernoulli_<A extends Float32Array | Float64Array | Uint8Array>(
  out: A,
  p: number | Float32Array = 0.5,
  g: Generator = defaultGenerator,
): A {
  if (typeof p === "number") {
    if (!(p >= 0 && p <= 1)) throw runtimeError(`bernoulli_ expects p to be in [0, 1], but got p=${p}`);
    for (let i = 0; i < out.length; i++) out[i] = g.uniform53() < p ? 1 : 0;
    return out;
  }
  if (p.length !== out.length) {
    throw runtimeError(`bernoulli_ expects one p per element, but got ${p.length} for ${out.length}`);
  }
  for (let i = 0; i < out.length; i++) {
    const chance = p[i] as number;
    if (!(chance >= 0 && chance <= 1)) throw runtimeError("Expected p_in >= 0 && p_in <= 1 to be true, but got false.");
    out[i] = g.uniform24() < chance ? 1 : 0;
  }
  return out;
}

/** Fills with exponentially distributed numbers of rate `lambd` by inversion: torch's `exponential_`. */
export function exponential_(out: Float32Array, lambd = 1, g: Generator = defaultGenerator): Float32Array {
  if (!(lambd >= 0)) throw runtimeError(`exponential_ expects lambda >= 0.0, but found lambda=${lambd}`);
  for (let i = 0; i < out.length; i++) out[i] = (-1 / lambd) * Math.log1p(-g.uniform53());
  return out;
}

/**
 * The seed of the stream that belongs to one named part of a model, in [0, 2^32): MurmurHash3 (x86, 32 bits; Appleby)
 * of the name's UTF-8 bytes, started from both halves of the model's seed. Adding a part changes no other's stream.
 */
export function seedFor(modelSeed: number, name: string): number {
  const wide = BigInt.asUintN(64, BigInt(Math.trunc(modelSeed)));
  const bytes = new TextEncoder().encode(name);
  let hash = mixWord(Number(wide >> 32n), Number(wide & 0xffffffffn));
  for (let i = 0; i < bytes.length; i += 4) {
    const word =
      (bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8) | ((bytes[i + 2] ?? 0) << 16) | ((bytes[i + 3] ?? 0) << 24);
    hash = mixWord(hash, word);
  }
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function mixWord(hash: number, word: number): number {
  const scrambled = Math.imul(word, 0xcc9e2d51);
  const mixed = hash ^ Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

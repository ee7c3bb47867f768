// Owns the errors the engine throws: torch's own kinds and texts, and refusals of malformed files.
import type { DType } from "./dtype.ts";
import { shorten } from "./quote.ts";
import { plain, type Said, say, type Words } from "./said.ts";

export type TorchErrorName =
  | "RuntimeError"
  | "ValueError"
  | "TypeError"
  | "IndexError"
  | "KeyError"
  | "AttributeError"
  | "NotImplementedError"
  | "AssertionError";

/** An error PyTorch would raise: `name` is Python's class, `message` is torch's text. */
export class TorchError extends Error {
  constructor(name: TorchErrorName, message: string) {
    super(message);
    this.name = name;
  }
}

/** What exactly does not fit, so that the editor can explain the error and point at the dim. */
export interface Mismatch {
  /** What is counted: features of a Linear, channels of a convolution, the size of a dim, the number of dims. */
  readonly what: "features" | "channels" | "size" | "rank" | "kernel" | "groups";
  readonly expected: number;
  readonly got: number;
  /** Which input (0 = the first port) and which of its dims (non-negative); no dim when the rank is wrong. */
  readonly input: number;
  readonly dim?: number;
  /** The constructor argument that would mend it, e.g. `in_features`. */
  readonly arg?: string;
}

/** A RuntimeError about shapes, with the numbers that do not fit where they are known. */
export class ShapeError extends TorchError {
  readonly mismatch: Mismatch | null;
  constructor(message: string, mismatch: Mismatch | null = null, name: TorchErrorName = "RuntimeError") {
    super(name, message);
    this.mismatch = mismatch;
  }
}

/** A RuntimeError about the type of values: what is given, and the type that would do. */
export class DTypeError extends TorchError {
  readonly wants: DType;
  readonly got: DType;
  constructor(message: string, wants: DType, got: DType, name: TorchErrorName = "RuntimeError") {
    super(name, message);
    this.wants = wants;
    this.got = got;
  }
}

/**
 * A file that cannot be read: `place` names where in it, `expected` what should have been there. Both are cut where a
 * name or a value out of the file has made them endless.
 */
export class FormatError extends Error {
  readonly place: string;
  readonly expected: string;
  /** The message as words, for a reader of another language. */
  readonly said: Said;
  constructor(place: Words, expected: Words) {
    const [where, what] = [shorten(plain(place), 240), shorten(plain(expected), 480)];
    super(`${where}: ${what}`);
    this.name = "FormatError";
    this.said = say("at", { place: short(place, where), what: short(expected, what) });
    this.place = where;
    this.expected = what;
  }
}

/** Words that were too long are told as they were cut. */
const short = (words: Words, cut: string): Words => (cut === plain(words) ? words : cut);

/** Torch's error where a device is asked for that is not there. */
export const noCuda = (): TorchError => new TorchError("AssertionError", "Torch not compiled with CUDA enabled");

export const runtimeError = (message: string): TorchError => new TorchError("RuntimeError", message);
export const valueError = (message: string): TorchError => new TorchError("ValueError", message);
export const typeError = (message: string): TorchError => new TorchError("TypeError", message);
export const indexError = (message: string): TorchError => new TorchError("IndexError", message);

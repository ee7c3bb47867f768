// Owns ParameterList: values in a list of which tensors are Parameters, and how ParameterList and ParameterDict print.

import { printDType } from "../core/dtype.ts";
import { indexError, runtimeError, typeError } from "../core/errors.ts";
import { Tensor } from "../tensor/tensor.ts";
import { Module } from "./base.ts";
import { typename } from "./members.ts";
import { Parameter } from "./parameter.ts";

/** A tensor becomes a Parameter, sharing its memory; anything else stays what it is. */
export const asParameter = (value: unknown): unknown =>
  value instanceof Tensor && !(value instanceof Parameter) ? new Parameter(value) : value;

/** One line per entry; `typeOf` is what it says of a tensor's type. */
export function entriesRepr(entries: Iterable<readonly [string, unknown]>, typeOf: (value: Tensor) => string): string {
  const lines = [...entries].map(([key, value]) => {
    if (!(value instanceof Tensor)) return `  (${key}): Object of type: ${typename(value)}`;
    const kind = value instanceof Parameter ? "Parameter" : "Tensor";
    return `  (${key}): ${kind} containing: [${typeOf(value)} of size ${value.shape.join("x")}]`;
  });
  return lines.join("\n");
}

/** torch.nn.ParameterList. */
export class ParameterListModule extends Module implements Iterable<unknown> {
  /** `list[0]` reads and replaces. */
  // biome-ignore lint/suspicious/noExplicitAny: the list holds any values, as torch's does
  [index: number]: any;
  #size = 0;

  constructor(values: Iterable<unknown> = []) {
    super();
    this.extend(values);
  }

  get length(): number {
    return this.#size;
  }

  #place(index: number): number {
    if (!Number.isInteger(index) || index < -this.#size || index >= this.#size) {
      throw indexError(`index ${index} is out of range`);
    }
    return index < 0 ? index + this.#size : index;
  }

  /** The value at a position, counted from the end when negative. */
  // biome-ignore lint/suspicious/noExplicitAny: the list holds any values, as torch's does
  get(index: number): any {
    return this[this.#place(index)];
  }

  /** list[index] = value. */
  set(index: number, value: unknown): void {
    this[this.#place(index)] = asParameter(value);
  }

  append(value: unknown): this {
    this.#size++;
    this.set(this.#size - 1, value);
    return this;
  }

  extend(values: Iterable<unknown>): this {
    const iterable = typeof (values as Partial<Iterable<unknown>>)?.[Symbol.iterator] === "function";
    if (!iterable || values instanceof Tensor) {
      throw typeError(`ParameterList.extend should be called with an iterable, but got ${typename(values)}`);
    }
    for (const value of [...values]) this.append(value);
    return this;
  }

  /** list[start:end]. */
  slice(start?: number, end?: number): ParameterListModule {
    return new ParameterListModule([...this].slice(start, end));
  }

  *[Symbol.iterator](): Iterator<unknown> {
    for (let i = 0; i < this.#size; i++) yield this[i];
  }

  override call(): never {
    throw runtimeError("ParameterList should not be called.");
  }

  override extra_repr(): string {
    const entries = [...this].map((value, i) => [String(i), value] as const);
    return entriesRepr(entries, ({ dtype }) => printDType(dtype));
  }

  override _get_name(): string {
    return this.constructor === ParameterListModule ? "ParameterList" : this.constructor.name;
  }
}

// Owns ParameterDict: values by name of which tensors are Parameters.
import { runtimeError, typeError } from "../core/errors.ts";
import { Module } from "./base.ts";
import { keyError, typename } from "./members.ts";
import { missing, type Pairs, pairsOf } from "./pairs.ts";
import { Parameter } from "./parameter.ts";
import { asParameter, entriesRepr } from "./parameterlist.ts";

/** torch.nn.ParameterDict. Iterates over its keys, in the order they were added. */
export class ParameterDictModule extends Module implements Iterable<string> {
  readonly #keys = new Set<string>();

  constructor(parameters: Pairs<unknown> = {}) {
    super();
    this.update(parameters);
  }

  #value(key: string): unknown {
    return (this as unknown as Record<string, unknown>)[key];
  }

  /** dict.get(key, otherwise): the value, or `otherwise` where there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: the dict holds any values, as torch's does
  get(key: string, otherwise: unknown = null): any {
    return this.has(key) ? this.#value(key) : otherwise;
  }

  /** dict[key] = value. */
  set(key: string, value: unknown): void {
    if (typeof key !== "string") {
      throw typeError(
        `Index given to ParameterDict cannot be used as a key as it is not a string (type is '${typename(key)}'). ` +
          "Open an issue on github if you need non-string keys.",
      );
    }
    const kept = asParameter(value);
    if (kept instanceof Parameter && !this.has(key)) this.register_parameter(key, kept);
    else Object.assign(this, { [key]: kept });
    this.#keys.add(key);
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** del dict[key]. */
  delete(key: string): void {
    if (!this.#keys.delete(key)) throw missing(key);
    this.delete_attribute(key);
  }

  /** Takes a value out and returns it. */
  pop(key: string): unknown {
    if (!this.has(key)) throw missing(key);
    const value = this.#value(key);
    this.delete(key);
    return value;
  }

  /** Takes out what was added last. */
  popitem(): [string, unknown] {
    const key = [...this.#keys].at(-1);
    if (key === undefined) throw keyError("popitem(): dictionary is empty");
    return [key, this.pop(key)];
  }

  /** The value of a key, which is set to `value` first where there is none. */
  setdefault(key: string, value: unknown = null): unknown {
    if (!this.has(key)) this.set(key, value);
    return this.#value(key);
  }

  clear(): void {
    for (const key of this.keys()) this.delete(key);
  }

  copy(): ParameterDictModule {
    return new ParameterDictModule(this.items());
  }

  update(parameters: Pairs<unknown>): void {
    for (const [key, value] of pairsOf("ParameterDict", parameters)) this.set(key, value);
  }

  get length(): number {
    return this.#keys.size;
  }

  keys(): string[] {
    return [...this.#keys];
  }

  values(): unknown[] {
    return this.keys().map((key) => this.#value(key));
  }

  items(): [string, unknown][] {
    return this.keys().map((key) => [key, this.#value(key)]);
  }

  [Symbol.iterator](): Iterator<string> {
    return this.keys().values();
  }

  override call(): never {
    throw runtimeError("ParameterDict should not be called.");
  }

  override extra_repr(): string {
    return entriesRepr(this.items(), typename);
  }

  override _get_name(): string {
    return this.constructor === ParameterDictModule ? "ParameterDict" : this.constructor.name;
  }
}

// Owns Sequential: modules one after another, by index or by name.
import { indexError, TorchError } from "../core/errors.ts";
import { Module, type Output } from "./base.ts";
import { isKwargs } from "./declared.ts";

/** Modules in order, an array of them, or a Map or plain object of names. */
export type SequentialItems =
  | readonly Module[]
  | readonly [readonly Module[]]
  | readonly [ReadonlyMap<string, Module>]
  | readonly [Readonly<Record<string, Module>>];

function named(items: SequentialItems): (readonly [string, Module])[] {
  const [first] = items;
  if (items.length === 1 && first instanceof Map) return [...first];
  if (items.length === 1 && isKwargs(first)) return Object.entries(first as Readonly<Record<string, Module>>);
  const list = items.length === 1 && Array.isArray(first) ? (first as readonly Module[]) : (items as readonly Module[]);
  return list.map((module, i) => [String(i), module] as const);
}

/** torch.nn.Sequential: the first module takes all inputs, every other what the one before it returns. */
export class SequentialModule extends Module implements Iterable<Module> {
  readonly [index: number]: Module;

  constructor(...items: SequentialItems) {
    super();
    for (const [name, module] of named(items)) this.add_module(name, module);
  }

  /** As `add_module`, but under names too that a property of the class has taken (a node may be called `train`). */
  static ofNames(items: Iterable<readonly [string, Module]>): SequentialModule {
    const made = new SequentialModule();
    for (const [name, module] of items) made.setChild(name, module);
    return made;
  }

  // biome-ignore lint/suspicious/noExplicitAny: what the modules take and return
  override forward(...inputs: any[]): any {
    const [first, ...rest] = this;
    if (!first) return inputs[0];
    let output: Output = first.call(...inputs);
    for (const module of rest) output = module.call(output);
    return output;
  }

  /** Every entry: a module that stands twice is two of them. */
  private entries: (readonly [string, Module])[] = [];

  protected override setChild(name: string, module: Module): void {
    const at = this.entries.findIndex(([key]) => key === name);
    if (at >= 0) this.entries[at] = [name, module];
    else this.entries.push([name, module]);
    super.setChild(name, module);
  }

  get length(): number {
    return this.entries.length;
  }

  /** Every entry with its name, in order. */
  named(): readonly (readonly [string, Module])[] {
    return this.entries;
  }

  *[Symbol.iterator](): Iterator<Module> {
    for (const [, module] of this.entries) yield module;
  }

  #position(index: number): number {
    if (!Number.isInteger(index) || index < -this.length || index >= this.length) {
      throw indexError(`index ${index} is out of range`);
    }
    return index < 0 ? index + this.length : index;
  }

  /** The module at a position, counted from the end when negative; or under a name. */
  get(index: number | string): Module {
    if (typeof index === "number") return this.entries[this.#position(index)]![1];
    const found = this.entries.find(([name]) => name === index)?.[1];
    if (!found) throw new TorchError("AttributeError", `'Sequential' object has no attribute '${index}'`);
    return found;
  }

  /** seq[start:end], names kept. */
  slice(start?: number, end?: number): SequentialModule {
    return SequentialModule.ofNames(this.entries.slice(start, end));
  }

  append(module: Module): this {
    this.add_module(String(this.length), module);
    return this;
  }

  /** Puts a module before position `index`; all are named by position again. */
  insert(index: number, module: Module): this {
    if (index < -this.length || index > this.length) throw indexError(`Index out of range: ${index}`);
    const modules = [...this];
    modules.splice(index < 0 ? index + this.length : index, 0, module);
    this.clearChildren();
    this.entries = [];
    for (const [i, item] of modules.entries()) this.setChild(String(i), item);
    return this;
  }

  extend(modules: Iterable<Module>): this {
    for (const module of modules) this.append(module);
    return this;
  }

  override _get_name(): string {
    return "Sequential";
  }
}

// Owns Sequential: modules one after another, by index or by name.
import { indexError, TorchError } from "../core/errors.ts";
import { isKwargs } from "../core/kwargs.ts";
import { Module, type Output } from "./base.ts";
import { attributeError } from "./members.ts";
import { ModuleSequence } from "./modulesequence.ts";

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
export class SequentialModule extends ModuleSequence {
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

  /** The module at a position, counted from the end when negative; or under a name. */
  override get(index: number | string): Module {
    if (typeof index === "number") return super.get(index);
    const found = this._members().children.get(index);
    if (!found) throw attributeError(`'${this._get_name()}' object has no attribute '${index}'`);
    return found;
  }

  /** seq[start:end], names kept. */
  slice(start?: number, end?: number): SequentialModule {
    return SequentialModule.ofNames(this.named().slice(start, end));
  }

  /** seq + other: the modules of both. */
  concat(other: Iterable<Module>): SequentialModule {
    return new SequentialModule(...this, ...other);
  }

  override insert(index: number, module: Module): this {
    if (!(module instanceof Module)) {
      throw new TorchError("AssertionError", "module should be of type: <class 'torch.nn.modules.module.Module'>");
    }
    if (index < -this.length || index > this.length) throw indexError(`Index out of range: ${index}`);
    super.insert(index, module);
    return this;
  }

  override _get_name(): string {
    return this.constructor === SequentialModule ? "Sequential" : this.constructor.name;
  }
}

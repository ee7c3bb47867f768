// Owns what Sequential and ModuleList share: modules in order, named by their positions.
import { indexError } from "../core/errors.ts";
import { Module } from "./base.ts";

export abstract class ModuleSequence extends Module implements Iterable<Module> {
  /** `list[0]` reads and replaces; negative positions are `get`'s and `set`'s. */
  [index: number]: Module;

  /** Every entry with its name, in order: a module that stands twice is two of them. */
  named(): (readonly [string, Module])[] {
    return [...this._members().children].flatMap(([name, module]) => (module ? [[name, module] as const] : []));
  }

  get length(): number {
    return this._members().children.size;
  }

  *[Symbol.iterator](): Iterator<Module> {
    for (const [, module] of this.named()) yield module;
  }

  /** Where a position lies, counted from the end when negative; torch's IndexError when nowhere. */
  #entry(index: number): readonly [string, Module] {
    const { length } = this;
    if (!Number.isInteger(index) || index < -length || index >= length) {
      throw indexError(`index ${index} is out of range`);
    }
    return this.named()[index < 0 ? index + length : index]!;
  }

  /** The module at a position, counted from the end when negative. */
  get(index: number): Module {
    return this.#entry(index)[1];
  }

  /** list[index] = module. */
  set(index: number, module: Module): void {
    this._members().assign(this.#entry(index)[0], module);
  }

  /** del list[index]: the rest is named by position again. */
  delete(index: number): void {
    const [gone] = this.#entry(index);
    this.arrange(this.named().flatMap(([name, module]) => (name === gone ? [] : [module])));
  }

  /** Takes a module out and returns it. */
  pop(index: number): Module {
    const module = this.get(index);
    this.delete(index);
    return module;
  }

  append(module: Module): this {
    this.add_module(String(this.length), module);
    return this;
  }

  /** Puts a module before position `index`; all are named by position again. */
  insert(index: number, module: Module): void {
    const modules = [...this];
    modules.splice(index, 0, module);
    this.arrange(modules);
  }

  extend(modules: Iterable<Module>): this {
    for (const module of [...modules]) this.append(module);
    return this;
  }

  /** Holds exactly these modules, named by position. */
  protected arrange(modules: readonly Module[]): void {
    this.renameChildren(modules.map((module, i) => [String(i), module] as const));
  }
}

// Owns ModuleDict: modules by name.
import { Module } from "./base.ts";
import { missing, type Pairs, pairsOf } from "./pairs.ts";

/** torch.nn.ModuleDict. Iterates over its keys, in the order they were added. */
export class ModuleDictModule extends Module implements Iterable<string> {
  constructor(modules: Pairs<Module> = {}) {
    super();
    this.update(modules);
  }

  #all(): Map<string, Module> {
    return this._members().children as Map<string, Module>;
  }

  /** dict[key]. */
  get(key: string): Module {
    const found = this.#all().get(key);
    if (!found) throw missing(key);
    return found;
  }

  /** dict[key] = module. */
  set(key: string, module: Module): void {
    this.add_module(key, module);
  }

  has(key: string): boolean {
    return this.#all().has(key);
  }

  /** del dict[key]. */
  delete(key: string): void {
    if (!this.has(key)) throw missing(key);
    this.delete_attribute(key);
  }

  /** Takes a module out and returns it. */
  pop(key: string): Module {
    const module = this.get(key);
    this.delete(key);
    return module;
  }

  clear(): void {
    this.renameChildren([]);
  }

  /** Adds modules, replacing those of the same names. */
  update(modules: Pairs<Module>): void {
    for (const [key, module] of pairsOf("ModuleDict", modules)) this.set(key, module);
  }

  get length(): number {
    return this.#all().size;
  }

  keys(): string[] {
    return [...this.#all().keys()];
  }

  values(): Module[] {
    return [...this.#all().values()];
  }

  items(): [string, Module][] {
    return [...this.#all()];
  }

  [Symbol.iterator](): Iterator<string> {
    return this.keys().values();
  }

  override _get_name(): string {
    return this.constructor === ModuleDictModule ? "ModuleDict" : this.constructor.name;
  }
}

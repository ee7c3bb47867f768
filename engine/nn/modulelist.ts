// Owns ModuleList: modules in a list, which is no module to call.
import { typeError } from "../core/errors.ts";
import type { Module } from "./base.ts";
import { typename } from "./members.ts";
import { ModuleSequence } from "./modulesequence.ts";

/** torch.nn.ModuleList. */
export class ModuleListModule extends ModuleSequence {
  constructor(modules: Iterable<Module> = []) {
    super();
    this.extend(modules);
  }

  /** list[start:end], named by position again. */
  slice(start?: number, end?: number): ModuleListModule {
    return new ModuleListModule([...this].slice(start, end));
  }

  /** list + other: the modules of both. */
  concat(other: Iterable<Module>): ModuleListModule {
    return new ModuleListModule([...this, ...other]);
  }

  override extend(modules: Iterable<Module>): this {
    if (typeof (modules as Partial<Iterable<Module>>)?.[Symbol.iterator] !== "function") {
      throw typeError(`ModuleList.extend should be called with an iterable, but got ${typename(modules)}`);
    }
    return super.extend(modules);
  }

  override _get_name(): string {
    return this.constructor === ModuleListModule ? "ModuleList" : this.constructor.name;
  }
}

// Owns the replacing of a parameter by a tensor that is computed from others before every forward.
import { runtimeError, TorchError, valueError } from "../../core/errors.ts";
import { Tensor } from "../../tensor/tensor.ts";
import type { Module } from "../base.ts";
import { Parameter } from "../parameter.ts";

/** What stands in a parameter's place, and how to take it away again. */
interface Replacement {
  readonly parts: readonly string[];
  /** The value that is left in the end. */
  readonly last: () => Tensor;
  readonly handle: { remove(): void };
}

/** A kind of replacement (`weight_norm`), and which parameters of which modules have it. */
export class Reparametrization {
  readonly #name: string;
  readonly #all = new WeakMap<Module, Map<string, Replacement>>();

  constructor(name: string) {
    this.#name = name;
  }

  /** The parameter to be replaced; throws torch's errors when it is not there or has been replaced before. */
  take(module: Module, name: string): Parameter {
    if (this.#all.get(module)?.has(name)) {
      throw runtimeError(`Cannot register two ${this.#name} hooks on the same parameter ${name}`);
    }
    const parameter = tensorOf(module, name);
    if (!(parameter instanceof Parameter)) throw new TorchError("KeyError", `'${name}'`);
    module.delete_attribute(name);
    return parameter;
  }

  /**
   * Sets `value()` under the name before every forward; `parts` are the names of what it is computed from. Until the
   * first forward it is `first()`, and `last()` is what stays when the replacement is removed.
   */
  put(
    module: Module,
    name: string,
    parts: readonly string[],
    value: () => Tensor,
    { first = value, last = value }: { readonly first?: () => Tensor; readonly last?: () => Tensor } = {},
  ): void {
    const set = (): void => {
      setTensor(module, name, value());
    };
    setTensor(module, name, first());
    const handle = module.register_forward_pre_hook(set);
    const own = this.#all.get(module) ?? new Map<string, Replacement>();
    this.#all.set(module, own.set(name, { parts, last, handle }));
  }

  /** Puts a parameter with the computed value back in its place. */
  remove(module: Module, name: string): void {
    const found = this.#all.get(module)?.get(name);
    if (!found) throw valueError(`${this.#name} of '${name}' not found in ${String(module)}`);
    const weight = found.last().detach();
    found.handle.remove();
    this.#all.get(module)!.delete(name);
    for (const part of [name, ...found.parts]) module.delete_attribute(part);
    module.register_parameter(name, new Parameter(weight));
  }
}

export function tensorOf(module: Module, name: string): Tensor | null {
  const value = (module as unknown as Record<string, unknown>)[name];
  return value instanceof Tensor ? value : null;
}

function setTensor(module: Module, name: string, value: Tensor): void {
  Object.defineProperty(module, name, { value, writable: true, configurable: true, enumerable: true });
}

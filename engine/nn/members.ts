// Owns what a module holds under names (parameters, buffers, children), and the properties through which they are read
// and assigned: torch's `__setattr__`.

import { scalarTypeName } from "../core/dtype.ts";
import { TorchError, typeError } from "../core/errors.ts";
import { pyTypeName } from "../core/python.ts";
import { Tensor } from "../tensor/tensor.ts";
import { Parameter } from "./parameter.ts";

export const keyError = (text: string): TorchError => new TorchError("KeyError", text);
export const attributeError = (text: string): TorchError => new TorchError("AttributeError", text);

/** torch.typename: a tensor's type, or Python's name of any other value's. */
export function typename(value: unknown): string {
  if (value instanceof Tensor) return `torch.${scalarTypeName[value.dtype]}Tensor`;
  return pyTypeName(value);
}

/** `M` is the class of modules; `isModule` tells them. */
export class Members<M extends object> {
  readonly parameters = new Map<string, Parameter | null>();
  readonly buffers = new Map<string, Tensor | null>();
  readonly children = new Map<string, M | null>();
  /** Buffers that are not in the state_dict. */
  readonly transient = new Set<string>();
  readonly #owner: object;
  readonly #isModule: (value: unknown) => value is M;

  constructor(owner: object, isModule: (value: unknown) => value is M) {
    this.#owner = owner;
    this.#isModule = isModule;
  }

  /** Whether its owner is nothing but one tensor, which has no name of its own. */
  get isTensor(): boolean {
    return this.parameters.has("") || this.buffers.has("");
  }

  /** Takes in what class fields and plain assignments have put on the owner since the last look, in their order. */
  absorb(): this {
    for (const name of Object.keys(this.#owner)) {
      const { value, configurable } = Object.getOwnPropertyDescriptor(this.#owner, name)!;
      if (!configurable) continue;
      const ours = value instanceof Parameter || this.#isModule(value);
      // A subclass's field over a registered name: `bias = null`.
      if (ours || (value === null && this.#holds(name))) this.assign(name, value);
    }
    return this;
  }

  #holds(name: string): boolean {
    return this.parameters.has(name) || this.buffers.has(name) || this.children.has(name);
  }

  get(name: string): Parameter | Tensor | M | null {
    return this.parameters.get(name) ?? this.buffers.get(name) ?? this.children.get(name) ?? null;
  }

  /** `module.name = value` for a name that is registered, or for a Parameter or Module. */
  assign(name: string, value: unknown): void {
    const { parameters, buffers, children } = this;
    if (value instanceof Parameter) {
      this.#only(parameters, name);
      parameters.set(name, value);
    } else if (parameters.has(name)) {
      if (value !== null) throw cannotAssign(value, "parameter", name, "torch.nn.Parameter");
      parameters.set(name, null);
    } else if (this.#isModule(value)) {
      this.#only(children, name);
      children.set(name, value);
    } else if (children.has(name)) {
      if (value !== null) throw cannotAssign(value, "child module", name, "torch.nn.Module");
      children.set(name, null);
    } else {
      if (value !== null && !(value instanceof Tensor)) throw cannotAssign(value, "buffer", name, "torch.Tensor");
      value?.keep();
      buffers.set(name, value);
    }
    this.expose(name);
  }

  /** A name stands in one of the three tables. */
  #only(table: ReadonlyMap<string, unknown>, name: string): void {
    for (const other of [this.parameters, this.buffers, this.children]) if (other !== table) other.delete(name);
    this.transient.delete(name);
  }

  /** Makes a registered name a property of the owner. */
  expose(name: string): void {
    Object.defineProperty(this.#owner, name, {
      get: () => this.get(name),
      set: (value: unknown) => this.assign(name, value),
      configurable: true,
      enumerable: true,
    });
  }

  /** Forgets a name; whether the owner's property of that name goes with it is the caller's. */
  delete(name: string): void {
    this.parameters.delete(name);
    this.buffers.delete(name);
    this.children.delete(name);
    this.transient.delete(name);
  }
}

const cannotAssign = (value: unknown, kind: string, name: string, expected: string): TorchError =>
  typeError(`cannot assign '${typename(value)}' as ${kind} '${name}' (${expected} or None expected)`);

// Owns Module, the base of all: what it holds (parameters, buffers, children), its mode, its hooks and how it prints.
// Not module.ts: that is what TypeScript itself calls a file it compiles alone, and it then finds itself in every import.
import type { DType } from "../core/dtype.ts";
import { runtimeError, TorchError, typeError, valueError } from "../core/errors.ts";
import { indentRepr } from "../core/python.ts";
import { Tensor } from "../tensor/tensor.ts";
import { type Handle, Hooks, watchGrads } from "./hooks.ts";
import { Parameter } from "./parameter.ts";
import { type IncompatibleKeys, loadState } from "./state.ts";

export type Output = Tensor | readonly Tensor[];
export type Kwargs = Readonly<Record<string, unknown>>;
export type ForwardPreHook = (module: Module, inputs: readonly unknown[]) => unknown;
export type ForwardHook = (module: Module, inputs: readonly unknown[], output: Output) => Output | null | undefined;
export type BackwardHook = (
  module: Module,
  grad_input: readonly (Tensor | null)[],
  grad_output: readonly (Tensor | null)[],
) => readonly (Tensor | null)[] | null | undefined;

type Named<T> = readonly [name: string, value: T];
const join = (prefix: string, name: string): string => (prefix === "" ? name : `${prefix}.${name}`);
const keyError = (text: string): TorchError => new TorchError("KeyError", text);
const attributeError = (text: string): TorchError => new TorchError("AttributeError", text);
const describe = (value: unknown): string => (value instanceof Tensor ? "torch.FloatTensor" : typeof value);

/**
 * torch.nn.Module. Subclasses set Parameters and Modules as properties (class fields will do) and define `forward`:
 * every property that holds one is registered under its name, in the order they were set.
 */
export class Module {
  training = true;
  /** A transparent child adds no prefix: its children's names and keys stand as if they were its parent's. */
  readonly transparent: boolean = false;
  readonly #parameters = new Map<string, Parameter | null>();
  readonly #buffers = new Map<string, { tensor: Tensor | null; readonly persistent: boolean }>();
  readonly #children = new Map<string, Module>();
  readonly #preHooks = new Hooks<ForwardPreHook>();
  readonly #forwardHooks = new Hooks<ForwardHook>();
  readonly #backwardHooks = new Hooks<BackwardHook>();

  /** Computes the output; `call` does the same with hooks. */
  // biome-ignore lint/suspicious/noExplicitAny: every module takes inputs of its own
  forward(..._inputs: any[]): any {
    throw new TorchError(
      "NotImplementedError",
      `Module [${this._get_name()}] is missing the required "forward" function`,
    );
  }

  /** module(*inputs): pre-hooks, forward, hooks. */
  // biome-ignore lint/suspicious/noExplicitAny: what forward takes and returns
  call(...inputs: any[]): any {
    let given: readonly unknown[] = inputs;
    for (const hook of this.#preHooks) {
      const changed = hook(this, given);
      if (changed !== undefined && changed !== null) given = Array.isArray(changed) ? changed : [changed];
    }
    let output: Output = this.#backwardHooks.size > 0 ? this.#watched(given) : this.forward(...given);
    for (const hook of this.#forwardHooks) output = hook(this, given, output) ?? output;
    return output;
  }

  #watched(given: readonly unknown[]): Output {
    const places = given.flatMap((value, i) => (value instanceof Tensor ? [i] : []));
    return watchGrads(
      places.map((i) => given[i] as Tensor),
      (watched) => {
        const inputs = [...given];
        for (const [k, i] of places.entries()) inputs[i] = watched[k];
        return this.forward(...inputs);
      },
      (gradInputs, gradOutputs) => {
        let grads = gradInputs;
        for (const hook of this.#backwardHooks) grads = hook(this, grads, gradOutputs) ?? grads;
        return grads;
      },
    );
  }

  /** Whether a call runs more than `forward`. */
  get hasForwardHooks(): boolean {
    return this.#preHooks.size + this.#forwardHooks.size > 0;
  }

  register_forward_pre_hook(hook: ForwardPreHook): Handle {
    return this.#preHooks.add(hook);
  }

  register_forward_hook(hook: ForwardHook): Handle {
    return this.#forwardHooks.add(hook);
  }

  register_full_backward_hook(hook: BackwardHook): Handle {
    return this.#backwardHooks.add(hook);
  }

  /** A tensor that belongs to the state but is not learned; not in the state_dict unless persistent. */
  register_buffer(name: string, tensor: Tensor | null, persistent = true): void {
    this.#checkName("buffer", name, this.#buffers.has(name));
    if (tensor !== null && !(tensor instanceof Tensor)) {
      throw typeError(`cannot assign '${describe(tensor)}' object to buffer '${name}' (torch Tensor or None required)`);
    }
    tensor?.keep();
    this.#buffers.set(name, { tensor, persistent });
    this.#expose(name, tensor);
  }

  register_parameter(name: string, parameter: Parameter | null): void {
    this.#checkName("parameter", name, this.#parameters.has(name));
    if (parameter !== null && !(parameter instanceof Parameter)) {
      throw typeError(
        `cannot assign '${describe(parameter)}' object to parameter '${name}' ` +
          "(torch.nn.Parameter or None required)",
      );
    }
    this.#parameters.set(name, parameter);
    this.#expose(name, parameter);
  }

  add_module(name: string, module: Module): void {
    if (!(module instanceof Module)) throw typeError(`${describe(module)} is not a Module subclass`);
    if (name in this && !this.#children.has(name)) throw keyError(`attribute '${name}' already exists`);
    if (name.includes(".")) throw keyError(`module name can't contain ".", got: ${name}`);
    if (name === "") throw keyError('module name can\'t be empty string ""');
    this.setChild(name, module);
  }

  /** Registers a child under any name; it becomes a property too where none of that name exists. */
  protected setChild(name: string, module: Module): void {
    this.#children.set(name, module);
    if (!(name in this) || Object.hasOwn(this, name)) this.#expose(name, module);
  }

  /** Forgets all children, for containers that renumber theirs. */
  protected clearChildren(): void {
    for (const [name, child] of this.#children) {
      if ((this as Record<string, unknown>)[name] === child) delete (this as Record<string, unknown>)[name];
    }
    this.#children.clear();
  }

  #checkName(kind: "buffer" | "parameter", name: string, registered: boolean): void {
    if (name.includes(".")) throw keyError(`${kind} name can't contain "."`);
    if (name === "") throw keyError(`${kind} name can't be empty string ""`);
    if (name in this && !registered) throw keyError(`attribute '${name}' already exists`);
  }

  #expose(name: string, value: unknown): void {
    Object.defineProperty(this, name, { value, writable: true, configurable: true, enumerable: true });
  }

  /** del module.name: forgets a parameter, a buffer or a module, and the property. */
  delete_attribute(name: string): void {
    if (!(name in this)) throw attributeError(`'${this._get_name()}' object has no attribute '${name}'`);
    this.#parameters.delete(name);
    this.#buffers.delete(name);
    this.#children.delete(name);
    delete (this as Record<string, unknown>)[name];
  }

  /** What is registered under a kind: by name first, then what properties hold, which win where both exist. */
  #own<T>(registered: ReadonlyMap<string, T>, isOne: (value: unknown) => boolean, skip?: ReadonlyMap<string, unknown>) {
    const found = new Map<string, T>(registered);
    for (const [name, value] of Object.entries(this)) {
      if (skip?.has(name)) continue;
      if (isOne(value) || (value === null && registered.has(name))) found.set(name, value as T);
    }
    return found;
  }

  #ownParameters(): Map<string, Parameter | null> {
    return this.#own(this.#parameters, (value) => value instanceof Parameter, this.#buffers);
  }

  #ownBuffers(): Map<string, Tensor | null> {
    const found = new Map<string, Tensor | null>();
    for (const [name, { tensor }] of this.#buffers) {
      const value = (this as Record<string, unknown>)[name];
      found.set(name, value instanceof Tensor ? value : tensor);
    }
    return found;
  }

  #ownChildren(): Map<string, Module> {
    return this.#own(this.#children, (value) => value instanceof Module);
  }

  /** Children with their names, each once. */
  named_children(): Named<Module>[] {
    const seen = new Set<Module>();
    return [...this.#ownChildren()].filter(([, child]) => !seen.has(child) && seen.add(child));
  }

  children(): Module[] {
    return this.named_children().map(([, child]) => child);
  }

  /** This module and all below it, each once, with dotted names; its own is `prefix`. */
  named_modules(prefix = ""): Named<Module>[] {
    return this.#walk(prefix, prefix, new Set());
  }

  #walk(name: string, prefix: string, seen: Set<Module>): Named<Module>[] {
    if (seen.has(this)) return [];
    seen.add(this);
    const below = [...this.#ownChildren()].flatMap(([key, child]) => {
      const childName = join(prefix, key);
      return child.#walk(childName, child.transparent ? prefix : childName, seen);
    });
    return [[name, this], ...below];
  }

  modules(): Module[] {
    return this.named_modules().map(([, module]) => module);
  }

  #members<T>(own: (module: Module) => Iterable<readonly [string, T | null]>): Named<T>[] {
    const seen = new Set<T>();
    return this.named_modules().flatMap(([prefix, module]) =>
      [...own(module)].flatMap(([name, value]): Named<T>[] => {
        if (value === null || seen.has(value)) return [];
        seen.add(value);
        return [[join(prefix, name), value]];
      }),
    );
  }

  named_parameters(): Named<Parameter>[] {
    return this.#members((module) => module.#ownParameters());
  }

  parameters(): Parameter[] {
    return this.named_parameters().map(([, parameter]) => parameter);
  }

  named_buffers(): Named<Tensor>[] {
    return this.#members((module) => module.#ownBuffers());
  }

  buffers(): Tensor[] {
    return this.named_buffers().map(([, buffer]) => buffer);
  }

  /** Parameters and persistent buffers by key, without history, sharing their memory with the module. */
  state_dict(prefix = ""): Map<string, Tensor> {
    const state = new Map<string, Tensor>();
    for (const [name, tensor] of this.#ownParameters()) if (tensor) state.set(prefix + name, tensor.detach());
    for (const [name, tensor] of this.#ownBuffers()) {
      if (tensor && this.#buffers.get(name)!.persistent) state.set(prefix + name, tensor.detach());
    }
    for (const [name, child] of this.#ownChildren()) {
      const below = child.state_dict(child.transparent ? prefix : `${prefix}${name}.`);
      for (const [key, tensor] of below) state.set(key, tensor);
    }
    return state;
  }

  /** Copies values in; throws torch's message when keys or shapes do not fit, and then changes nothing. */
  load_state_dict(
    state: ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>,
    options: { strict?: boolean } = {},
  ): IncompatibleKeys {
    if (typeof state !== "object" || state === null || Array.isArray(state)) {
      throw typeError(
        `Expected state_dict to be dict-like, got <class '${Array.isArray(state) ? "list" : typeof state}'>.`,
      );
    }
    const given = state instanceof Map ? state : new Map(Object.entries(state));
    return loadState(this._get_name(), this.state_dict(), given, options.strict ?? true);
  }

  train(mode = true): this {
    if (typeof mode !== "boolean") throw valueError("training mode is expected to be boolean");
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  eval(): this {
    return this.train(false);
  }

  /** Calls `fn` on every child, then on this. */
  apply(fn: (module: Module) => void): this {
    for (const child of this.children()) child.apply(fn);
    fn(this);
    return this;
  }

  /** Replaces the values of every parameter, its grad and every buffer by what `fn` makes of them. */
  _apply(fn: (tensor: Tensor) => Tensor): this {
    const all: Tensor[] = [...this.parameters(), ...this.buffers()];
    for (const tensor of all) {
      for (const target of [tensor.detach(), ...(tensor.grad ? [tensor.grad] : [])]) target.copy_(fn(target));
    }
    return this;
  }

  /** There is one device and one float type: `cpu` and `float32`; others are torch's errors. */
  to(target: string | DType): this {
    const name = target.replace(/^torch\./, "");
    if (name === "cpu" || name === "float32") return this;
    if (/^cuda(:\d+)?$/.test(name)) throw new TorchError("AssertionError", "Torch not compiled with CUDA enabled");
    if (/^(u?int\d+|bool)$/.test(name)) {
      throw typeError(
        `nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=torch.${name}`,
      );
    }
    throw runtimeError(
      "Expected one of cpu, cuda, ipu, xpu, mkldnn, opengl, opencl, ideep, hip, ve, fpga, ort, xla, lazy, vulkan, mps, " +
        `meta, hpu, privateuseone device type at start of device string: ${name}`,
    );
  }

  cpu(): this {
    return this;
  }

  cuda(): this {
    return this.to("cuda");
  }

  /** Zeroes every grad, or forgets it. */
  zero_grad(set_to_none = false): void {
    for (const parameter of this.parameters()) {
      if (set_to_none) parameter.grad = null;
      else parameter.grad?.zero_();
    }
  }

  requires_grad_(requires_grad = true): this {
    for (const parameter of this.parameters()) parameter.requires_grad_(requires_grad);
    return this;
  }

  /** The module under a dotted name. */
  get_submodule(target: string): Module {
    if (target === "") return this;
    const [first, ...rest] = target.split(".") as [string, ...string[]];
    const own = this.#ownChildren();
    const child = own.get(first) ?? [...own.values()].find((c) => c.transparent && c.#ownChildren().has(first));
    if (!child) {
      if (first in this) throw attributeError(`\`${first}\` is not an nn.Module`);
      throw attributeError(`${this._get_name()} has no attribute \`${first}\``);
    }
    return own.has(first) ? child.get_submodule(rest.join(".")) : child.get_submodule(target);
  }

  #find<T>(target: string, kind: string, own: (module: Module) => Map<string, T | null>): T {
    const names = target.split(".");
    const name = names.pop()!;
    const module = this.get_submodule(names.join("."));
    const found = own(module).get(name);
    if (found) return found;
    if (name in module) throw attributeError(`\`${name}\` is not ${kind}`);
    throw attributeError(`${module._get_name()} has no attribute \`${name}\``);
  }

  get_parameter(target: string): Parameter {
    return this.#find(target, "an nn.Parameter", (module) => module.#ownParameters());
  }

  get_buffer(target: string): Tensor {
    return this.#find(target, "a buffer", (module) => module.#ownBuffers());
  }

  /** The class name that is printed. */
  _get_name(): string {
    return this.constructor.name;
  }

  /** What stands between the parentheses when printed. */
  extra_repr(): string {
    return "";
  }

  /** print(module). */
  toString(): string {
    const extra = this.extra_repr();
    const extraLines = extra === "" ? [] : extra.split("\n");
    const childLines = [...this.#ownChildren()].map(([name, child]) => `(${name}): ${indentRepr(String(child), 2)}`);
    if (childLines.length === 0 && extraLines.length < 2) return `${this._get_name()}(${extra})`;
    return `${this._get_name()}(\n  ${[...extraLines, ...childLines].join("\n  ")}\n)`;
  }
}

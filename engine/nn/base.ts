// Owns Module, the base of all: what it holds (parameters, buffers, children), its mode, its hooks and how it prints.
// Not module.ts: that is what TypeScript itself calls a file it compiles alone, and it then finds itself in every import.
import { TorchError, typeError, valueError } from "../core/errors.ts";
import { isKwargs } from "../core/kwargs.ts";
import { indentRepr } from "../core/python.ts";
import { Tensor } from "../tensor/tensor.ts";
import { type Handle, Hooks, watchGrads } from "./hooks.ts";
import { findModule, findTensor } from "./lookup.ts";
import { attributeError, keyError, Members, typename } from "./members.ts";
import { Parameter } from "./parameter.ts";
import { checkPlace, type Place } from "./place.ts";
import {
  collectState,
  type IncompatibleKeys,
  type LoadStateDictPostHook,
  type LoadStateDictPreHook,
  loadState,
  type StateDictHook,
  type StateDictPreHook,
  StateHooks,
} from "./state.ts";

export type Output = Tensor | readonly Tensor[];
export type ForwardPreHook = (module: Module, inputs: readonly unknown[]) => unknown;
export type ForwardHook = (module: Module, inputs: readonly unknown[], output: Output) => Output | null | undefined;
export type BackwardHook = (
  module: Module,
  grad_input: readonly (Tensor | null)[],
  grad_output: readonly (Tensor | null)[],
) => readonly (Tensor | null)[] | null | undefined;

type Named<T> = readonly [name: string, value: T];
/** What has no name of its own goes by its prefix. */
const join = (prefix: string, name: string): string =>
  prefix === "" ? name : name === "" ? prefix : `${prefix}.${name}`;
const isModule = (value: unknown): value is Module => value instanceof Module;

/**
 * torch.nn.Module. Subclasses set Parameters and Modules as properties (class fields will do) and define `forward`:
 * every property that holds one is registered under its name, in the order they were set.
 */
export class Module {
  training = true;
  /** A transparent child adds no prefix: its children's names and keys stand as if they were its parent's. */
  readonly transparent: boolean = false;
  readonly #members = new Members<Module>(this, isModule);
  readonly #preHooks = new Hooks<ForwardPreHook>();
  readonly #forwardHooks = new Hooks<ForwardHook>();
  readonly #backwardHooks = new Hooks<BackwardHook>();
  #state: StateHooks<Module> | null = null;

  /** Computes the output; `call` does the same with hooks. */
  // biome-ignore lint/suspicious/noExplicitAny: every module takes inputs of its own
  forward(..._inputs: any[]): any {
    throw new TorchError(
      "NotImplementedError",
      `Module [${this._get_name()}] is missing the required "forward" function`,
    );
  }

  /** module(*inputs): pre-hooks, forward, hooks. Hooks see the inputs given by position, as torch's do. */
  // biome-ignore lint/suspicious/noExplicitAny: what forward takes and returns
  call(...inputs: any[]): any {
    const keywords = isKwargs(inputs.at(-1)) ? [inputs.at(-1)] : [];
    let given: readonly unknown[] = keywords.length > 0 ? inputs.slice(0, -1) : inputs;
    for (const hook of this.#preHooks) {
      const changed = hook(this, given);
      if (changed !== undefined && changed !== null) given = Array.isArray(changed) ? changed : [changed];
    }
    const all = [...given, ...keywords];
    let output: Output = this.#backwardHooks.size > 0 ? this.#watched(all) : this.forward(...all);
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

  /** Before a state_dict is made of this module. */
  register_state_dict_pre_hook(hook: StateDictPreHook<Module>): Handle {
    return this._stateHooks.beforeSave.add(hook);
  }

  /** After this module's tensors stand in a state_dict; may return another one. */
  _register_state_dict_hook(hook: StateDictHook<Module>): Handle {
    return this._stateHooks.afterSave.add(hook);
  }

  /** Before this module is loaded; may change the state_dict and the lists. */
  register_load_state_dict_pre_hook(hook: LoadStateDictPreHook<Module>): Handle {
    return this._stateHooks.beforeLoad.add(hook);
  }

  /** As register_load_state_dict_pre_hook; the module is passed only `with_module`. */
  _register_load_state_dict_pre_hook(hook: (...args: never[]) => void, with_module = false): Handle {
    const call = hook as (...args: readonly unknown[]) => void;
    return this._stateHooks.beforeLoad.add((module, ...rest) => (with_module ? call(module, ...rest) : call(...rest)));
  }

  /** After this module and all inside it are loaded; may change the lists of keys. */
  register_load_state_dict_post_hook(hook: LoadStateDictPostHook<Module>): Handle {
    return this._stateHooks.afterLoad.add(hook);
  }

  /** For what saves and loads. */
  get _stateHooks(): StateHooks<Module> {
    this.#state ??= new StateHooks();
    return this.#state;
  }

  /** What this module itself holds, for code that walks modules. */
  _members(): Members<Module> {
    return this.#members.absorb();
  }

  /** A tensor that belongs to the state but is not learned; not in the state_dict unless persistent. */
  register_buffer(name: string, tensor: Tensor | null, persistent = true): void {
    const { buffers, transient } = this.#named("buffer", name, "buffers");
    if (tensor !== null && !(tensor instanceof Tensor)) {
      throw typeError(`cannot assign '${typename(tensor)}' object to buffer '${name}' (torch Tensor or None required)`);
    }
    tensor?.keep();
    buffers.set(name, tensor);
    if (persistent) transient.delete(name);
    else transient.add(name);
    this.#members.expose(name);
  }

  register_parameter(name: string, parameter: Parameter | null): void {
    const { parameters } = this.#named("parameter", name, "parameters");
    if (parameter !== null && !(parameter instanceof Parameter)) {
      throw typeError(
        `cannot assign '${typename(parameter)}' object to parameter '${name}' ` +
          "(torch.nn.Parameter or None required)",
      );
    }
    parameters.set(name, parameter);
    this.#members.expose(name);
  }

  add_module(name: string, module: Module | null): void {
    if (module !== null && !isModule(module)) throw typeError(`${typename(module)} is not a Module subclass`);
    if (typeof name !== "string") throw typeError(`module name should be a string. Got ${typename(name)}`);
    if (name in this && !this._members().children.has(name)) throw keyError(`attribute '${name}' already exists`);
    if (name.includes(".")) throw keyError(`module name can't contain ".", got: ${name}`);
    if (name === "") throw keyError('module name can\'t be empty string ""');
    this.setChild(name, module);
  }

  /** The same as add_module. */
  register_module(name: string, module: Module | null): void {
    this.add_module(name, module);
  }

  /** Registers a child under any name; it becomes a property too where none of that name exists. */
  protected setChild(name: string, module: Module | null): void {
    this._members().children.set(name, module);
    if (!(name in this) || Object.hasOwn(this, name)) this.#members.expose(name);
  }

  /** Takes away all children and gives them other names. */
  protected renameChildren(children: Iterable<readonly [string, Module | null]>): void {
    const named = [...children];
    for (const name of [...this._members().children.keys()]) this.#forget(name);
    for (const [name, module] of named) this.setChild(name, module);
  }

  /** Checks a name for what is to be registered. */
  #named(kind: string, name: string, table: "buffers" | "parameters"): Members<Module> {
    const members = this._members();
    if (typeof name !== "string") throw typeError(`${kind} name should be a string. Got ${typename(name)}`);
    if (name.includes(".")) throw keyError(`${kind} name can't contain "."`);
    if (name === "") throw keyError(`${kind} name can't be empty string ""`);
    if (name in this && !members[table].has(name)) throw keyError(`attribute '${name}' already exists`);
    return members;
  }

  #forget(name: string): void {
    this.#members.delete(name);
    if (Object.hasOwn(this, name)) delete (this as Record<string, unknown>)[name];
  }

  /** del module.name: forgets a parameter, a buffer or a module, and the property. */
  delete_attribute(name: string): void {
    if (!(name in this)) throw attributeError(`'${this._get_name()}' object has no attribute '${name}'`);
    this.#forget(name);
  }

  /** Children with their names, each once. */
  named_children(): Named<Module>[] {
    const seen = new Set<Module>();
    return [...this._members().children].flatMap(([name, child]): Named<Module>[] => {
      if (child === null || seen.has(child)) return [];
      seen.add(child);
      return [[name, child]];
    });
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
    const below = [...this._members().children].flatMap(([key, child]) => {
      const childName = join(prefix, key);
      return child ? child.#walk(childName, child.transparent ? prefix : childName, seen) : [];
    });
    return [[name, this], ...below];
  }

  modules(): Module[] {
    return this.named_modules().map(([, module]) => module);
  }

  #collect<T>(
    prefix: string,
    recurse: boolean,
    own: (members: Members<Module>) => Iterable<readonly [string, T | null]>,
  ): Named<T>[] {
    const seen = new Set<T>();
    const from = recurse ? this.named_modules(prefix) : [[prefix, this] as const];
    return from.flatMap(([place, module]) =>
      [...own(module._members())].flatMap(([name, value]): Named<T>[] => {
        if (value === null || seen.has(value)) return [];
        seen.add(value);
        return [[join(place, name), value]];
      }),
    );
  }

  /** Parameters with their dotted names, each once; only this module's own unless `recurse`. */
  named_parameters(prefix = "", recurse = true): Named<Parameter>[] {
    return this.#collect(prefix, recurse, ({ parameters }) => parameters);
  }

  parameters(recurse = true): Parameter[] {
    return this.named_parameters("", recurse).map(([, parameter]) => parameter);
  }

  named_buffers(prefix = "", recurse = true): Named<Tensor>[] {
    return this.#collect(prefix, recurse, ({ buffers }) => buffers);
  }

  buffers(recurse = true): Tensor[] {
    return this.named_buffers("", recurse).map(([, buffer]) => buffer);
  }

  /**
   * Parameters and persistent buffers by key, sharing their memory with the module; without history unless
   * `keep_vars`.
   */
  state_dict(options: { prefix?: string; keep_vars?: boolean } = {}): Map<string, Tensor> {
    return collectState<Module>(this, options.prefix ?? "", options.keep_vars ?? false);
  }

  /** For classes whose state_dict has changed since their first version. */
  _upgradeState(_state: Map<string, unknown>, _prefix: string, _problems: string[]): void {}

  /** Copies values in; throws torch's message when keys or shapes do not fit, and then changes nothing. */
  load_state_dict(
    state: ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>,
    options: { strict?: boolean } = {},
  ): IncompatibleKeys {
    if (!(state instanceof Map) && !isKwargs(state)) {
      throw typeError(`Expected state_dict to be dict-like, got <class '${typename(state)}'>.`);
    }
    const given = state instanceof Map ? state : new Map(Object.entries(state));
    return loadState<Module>(this, given, options.strict ?? true);
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

  /** There is one device and one float type: `cpu` and `float32`; others are errors, where torch has one torch's own. */
  to(place: Place): this {
    checkPlace(place);
    return this;
  }

  cpu(): this {
    return this;
  }

  cuda(): this {
    return this.to("cuda");
  }

  float(): this {
    return this;
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
    return findModule<Module>(this, target);
  }

  get_parameter(target: string): Parameter {
    return findTensor<Module, Parameter>(this, target, "an nn.Parameter", ({ parameters }) => parameters);
  }

  get_buffer(target: string): Tensor {
    return findTensor<Module, Tensor>(this, target, "a buffer", ({ buffers }) => buffers);
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
    // A tensor that stands among modules is none of torch's modules: print says nothing of it.
    const shown = [...this._members().children].filter(([, child]) => !child?._members().isTensor);
    const childLines = shown.map(([name, child]) => `(${name}): ${child ? indentRepr(String(child), 2) : "None"}`);
    if (childLines.length === 0 && extraLines.length < 2) return `${this._get_name()}(${extra})`;
    return `${this._get_name()}(\n  ${[...extraLines, ...childLines].join("\n  ")}\n)`;
  }
}

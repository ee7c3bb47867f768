// Owns state_dict: collecting a module's tensors by torch's keys, loading them with torch's error texts, and the hooks
// on both.
import { indexError, runtimeError, TorchError } from "../core/errors.ts";
import { printSize } from "../core/python.ts";
import { sameShape } from "../core/shape.ts";
import { no_grad } from "../tensor/autograd.ts";
import { to } from "../tensor/math/cast.ts";
import { Tensor } from "../tensor/tensor.ts";
import { Hooks } from "./hooks.ts";
import { type Members, typename } from "./members.ts";

export type StateDict = Map<string, Tensor>;

/** What loading found; hooks may change the lists. */
export interface IncompatibleKeys {
  readonly missing_keys: string[];
  readonly unexpected_keys: string[];
}

export type StateDictPreHook<M> = (module: M, prefix: string, keep_vars: boolean) => void;
export type StateDictHook<M> = (
  module: M,
  state_dict: StateDict,
  prefix: string,
  local_metadata: Readonly<Record<string, unknown>>,
) => StateDict | null | undefined;
export type LoadStateDictPreHook<M> = (
  module: M,
  state_dict: Map<string, unknown>,
  prefix: string,
  local_metadata: Readonly<Record<string, unknown>>,
  strict: boolean,
  missing_keys: string[],
  unexpected_keys: string[],
  error_msgs: string[],
) => void;
export type LoadStateDictPostHook<M> = (module: M, incompatible_keys: IncompatibleKeys) => void;

/** A module's hooks on its state. */
export class StateHooks<M> {
  readonly beforeSave = new Hooks<StateDictPreHook<M>>();
  readonly afterSave = new Hooks<StateDictHook<M>>();
  readonly beforeLoad = new Hooks<LoadStateDictPreHook<M>>();
  readonly afterLoad = new Hooks<LoadStateDictPostHook<M>>();
}

/** What saving and loading need of a module. */
export interface Stateful<M extends object> {
  readonly transparent: boolean;
  readonly _stateHooks: StateHooks<M>;
  _members(): Members<M>;
  _get_name(): string;
  /** Brings a state_dict that is older than the class up to it, as torch's classes do; what cannot be is a problem. */
  _upgradeState(state: Map<string, unknown>, prefix: string, problems: string[]): void;
}

/** A tensor's key; one without a name of its own has that of its module. */
const keyOf = (prefix: string, name: string): string => (name === "" ? prefix.slice(0, -1) : prefix + name);

/** Parameters, then persistent buffers. */
function* ownState<M extends Stateful<M>>(module: M): Iterable<readonly [string, Tensor]> {
  const { parameters, buffers, transient } = module._members();
  for (const [name, tensor] of parameters) if (tensor) yield [name, tensor];
  for (const [name, tensor] of buffers) if (tensor && !transient.has(name)) yield [name, tensor];
}

/** The modules inside with the prefix of their keys. */
function* inside<M extends Stateful<M>>(module: M, prefix: string): Iterable<readonly [M, string]> {
  for (const [name, child] of module._members().children) {
    if (child) yield [child, child.transparent ? prefix : `${prefix}${name}.`];
  }
}

/** A module's tensors by key, sharing their memory with it; without history unless `keep_vars`. */
export function collectState<M extends Stateful<M>>(
  module: M,
  prefix: string,
  keep_vars: boolean,
  into: StateDict = new Map(),
): StateDict {
  let state = into;
  for (const hook of module._stateHooks.beforeSave) hook(module, prefix, keep_vars);
  for (const [name, tensor] of ownState(module)) state.set(keyOf(prefix, name), keep_vars ? tensor : tensor.detach());
  for (const [child, childPrefix] of inside(module, prefix)) state = collectState(child, childPrefix, keep_vars, state);
  for (const hook of module._stateHooks.afterSave) state = hook(module, state, prefix, {}) ?? state;
  return state;
}

const quoted = (keys: readonly string[]): string => keys.map((key) => `"${key}"`).join(", ");

/**
 * Copies `given` into the module's tensors: all of it, or, whatever fails, nothing. Torch itself writes what fits before
 * it raises. Everything is found to fit, and converted, before the first write; a hook that runs after loading sees the
 * new values, and they are taken back when it, or strictness after it, refuses.
 */
export function loadState<M extends Stateful<M>>(
  root: M,
  given: ReadonlyMap<string, unknown>,
  strict: boolean,
): IncompatibleKeys {
  const found = { missing_keys: [] as string[], unexpected_keys: [] as string[] };
  const problems: string[] = [];
  const writes: Write[] = [];
  const after: (() => void)[] = [];
  const load = (module: M, state: Map<string, unknown>, prefix: string): void => {
    const { missing_keys, unexpected_keys } = found;
    for (const hook of module._stateHooks.beforeLoad) {
      hook(module, state, prefix, {}, true, missing_keys, unexpected_keys, problems);
    }
    module._upgradeState(state, prefix, problems);
    for (const [name, target] of ownState(module)) {
      const key = keyOf(prefix, name);
      const source = state.get(key);
      const fitting = source instanceof Tensor ? fitted(source, target) : null;
      if (source === undefined) missing_keys.push(key);
      else if (fitting) writes.push([target, fitting]);
      else problems.push(misfit(key, source, target));
    }
    if (!module.transparent) unexpected_keys.push(...unknownKeys(module, state, prefix));
    for (const [child, childPrefix] of inside(module, prefix)) {
      const below = child.transparent
        ? state
        : new Map([...state].filter(([key]) => `${key}.`.startsWith(childPrefix)));
      load(child, below, childPrefix);
    }
    for (const hook of module._stateHooks.afterLoad) after.push(() => runAfterLoad(hook, module, found));
  };
  load(root, new Map(given), "");
  if (after.length === 0) {
    refuseProblems(root, found, strict, problems);
    write(writes);
    return found;
  }
  if (problems.length > 0) writes.length = 0;
  const old = writes.map(([target]): Write => [target, target.detach().clone()]);
  write(writes);
  try {
    for (const run of after) run();
    refuseProblems(root, found, strict, problems);
  } catch (error) {
    write(old);
    throw error;
  }
  return found;
}

type Write = readonly [target: Tensor, source: Tensor];

const write = (writes: readonly Write[]): void =>
  no_grad(() => {
    // All are read first: memory that was freed says so before anything is written.
    const values = writes.map(([target, source]) => [target, source.data] as const);
    for (const [target, data] of values) target.copy_(data);
  });

function runAfterLoad<M>(hook: LoadStateDictPostHook<M>, module: M, found: IncompatibleKeys): void {
  if (hook(module, found) === undefined) return;
  throw new TorchError(
    "AssertionError",
    "Hooks registered with ``register_load_state_dict_post_hook`` are notexpected to return new values, if " +
      "incompatible_keys need to be modified,it should be done inplace.",
  );
}

function refuseProblems<M extends Stateful<M>>(
  root: M,
  { missing_keys, unexpected_keys }: IncompatibleKeys,
  strict: boolean,
  problems: string[],
): void {
  if (strict && unexpected_keys.length > 0) {
    problems.unshift(`Unexpected key(s) in state_dict: ${quoted(unexpected_keys)}. `);
  }
  if (strict && missing_keys.length > 0) {
    problems.unshift(`Missing key(s) in state_dict: ${quoted(missing_keys)}. `);
  }
  if (problems.length > 0) {
    throw runtimeError(`Error(s) in loading state_dict for ${root._get_name()}:\n\t${problems.join("\n\t")}`);
  }
}

/**
 * A tensor in the shape and dtype of the one it is to be copied to; null where it does not fit. A vector gives a scalar
 * its first element, as in torch: scalars were saved with one dim before it had tensors of none.
 */
export function fitted(source: Tensor, target: Tensor): Tensor | null {
  const shaped =
    isOldScalar(source, target) && source.numel() > 0 ? new Tensor(source.storage, [], source.offset) : source;
  return sameShape(shaped.shape, target.shape) ? to(shaped, target.dtype) : null;
}

const isOldScalar = (source: Tensor, target: Tensor): boolean => target.ndim === 0 && source.ndim === 1;

function misfit(key: string, source: unknown, target: Tensor): string {
  if (!(source instanceof Tensor)) {
    return (
      `While copying the parameter named "${key}", expected torch.Tensor or Tensor-like object from checkpoint ` +
      `but received <class '${typename(source)}'>`
    );
  }
  // Torch, too, raises this instead of listing it.
  if (isOldScalar(source, target)) throw indexError("index 0 is out of bounds for dimension 0 with size 0");
  return (
    `size mismatch for ${key}: copying a param with shape ${printSize(source.shape)} from checkpoint, ` +
    `the shape in current model is ${printSize(target.shape)}.`
  );
}

/** Keys under the prefix of which nothing in the module has the first name. */
function unknownKeys<M extends Stateful<M>>(module: M, state: ReadonlyMap<string, unknown>, prefix: string): string[] {
  const known = new Set<string>();
  const collect = (part: M): void => {
    for (const [name] of ownState(part)) known.add(name);
    for (const [name, child] of part._members().children) {
      known.add(name);
      if (child?.transparent) collect(child);
    }
  };
  collect(module);
  return [...state.keys()].filter(
    (key) => key.startsWith(prefix) && !known.has(key.slice(prefix.length).split(".", 1)[0]!),
  );
}

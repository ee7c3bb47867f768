// Owns one conformance case: what a case file says, and whether our module does the same. Runs in Node and in a page.
import type { ArrayTensor } from "../engine/core/array.ts";
import { autograd, nn, type Tensor, tensor } from "../engine/index.ts";
import { readSafetensors } from "../engine/io/safetensors.ts";
import { close, gradientTolerance, outputTolerance, same } from "./conformance_close.ts";
import { runFunctionCases } from "./conformance_functions.ts";

type Tree = unknown;

interface Case {
  readonly module: string;
  readonly kwargs: Readonly<Record<string, Tree>>;
  readonly training: boolean;
  readonly inputs: readonly Tree[];
  readonly forward_kwargs: Readonly<Record<string, Tree>>;
  readonly output: Tree;
  readonly repr: string;
  readonly state_dict: Readonly<Record<string, readonly number[]>>;
  readonly parameters: number;
}

/** Multiply-adds of the smallest part that a thread is given: most cases are small, and should be divided all the same. */
export const leastPart = 200;

/** How far a case was from PyTorch: the largest |a − b| / max(1, |b|); null where nothing was compared. */
export interface Errors {
  forward: number | null;
  gradient: number | null;
}

export interface CaseResult {
  /** The torch class; "" when the file does not say. */
  readonly module: string;
  /** The constructor's arguments by name, as the file has them. */
  readonly kwargs: Readonly<Record<string, unknown>>;
  /** What is wrong, or null when the case passes. */
  readonly problem: string | null;
  /** Of what was compared, up to the problem where there is one. */
  readonly errors: Readonly<Errors>;
}

/** Runs a case: says what is wrong, and how far the numbers lie from PyTorch's. */
export function runCase(bytes: Uint8Array): CaseResult {
  const errors: Errors = { forward: null, gradient: null };
  let module = "";
  let kwargs: CaseResult["kwargs"] = {};
  let problem: string | null = null;
  try {
    const file = readSafetensors(bytes);
    const text = file.metadata.case;
    if (text === undefined) throw new Error("the file has no case in its metadata");
    const test = JSON.parse(text) as Case;
    ({ module, kwargs } = test);
    checkCase(test, file.tensors, errors);
  } catch (error) {
    problem = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  return { module, kwargs, problem, errors };
}

/** Runs what a file holds, one case of a module or several of a function: what is wrong with each, null where nothing is. */
export function runFile(bytes: Uint8Array): (string | null)[] {
  const { metadata, tensors } = readSafetensors(bytes);
  return metadata.cases === undefined ? [runCase(bytes).problem] : runFunctionCases(metadata.cases, tensors);
}

function checkCase(test: Case, arrays: ReadonlyMap<string, ArrayTensor>, errors: Errors): void {
  const stored = (name: string): ArrayTensor => {
    const array = arrays.get(name);
    if (!array) throw new Error(`the case has no tensor ${name}`);
    return array;
  };
  const made = new Map<string, Tensor>();
  const make = (name: string, requiresGrad: boolean): Tensor => {
    const { data, shape, dtype } = stored(name);
    const requires_grad = requiresGrad && dtype === "float32";
    const value = tensor(data, { shape: [...shape], dtype, requires_grad });
    made.set(name, value);
    return value;
  };
  const fill = (tree: Tree, requiresGrad: boolean): Tree => {
    if (Array.isArray(tree)) return tree.map((item) => fill(item, requiresGrad));
    if (tree === "inf") return Number.POSITIVE_INFINITY;
    if (tree === "-inf") return Number.NEGATIVE_INFINITY;
    if (tree === "nan") return Number.NaN;
    const name = tensorName(tree);
    return name === null ? tree : make(name, requiresGrad);
  };

  const kwargs = Object.fromEntries(Object.entries(test.kwargs).map(([name, tree]) => [name, fill(tree, false)]));
  const module = nn.create(test.module, kwargs);
  if (test.training) module.train();
  else module.eval();

  same("repr", String(module), test.repr);
  const state = module.state_dict();
  same("state_dict keys", [...state.keys()].join(" "), Object.keys(test.state_dict).join(" "));
  for (const [key, shape] of Object.entries(test.state_dict)) {
    same(`shape of ${key}`, state.get(key)?.shape.join(" "), shape.join(" "));
  }
  same("parameter count", String(count(module.parameters())), String(test.parameters));

  const weights = new Map<string, Tensor>();
  for (const name of arrays.keys()) if (name.startsWith("state.")) weights.set(name.slice(6), make(name, false));
  module.load_state_dict(weights);

  const inputs = test.inputs.map((tree) => fill(tree, true));
  const kw = Object.fromEntries(Object.entries(test.forward_kwargs).map(([name, tree]) => [name, fill(tree, true)]));
  const result: unknown = module.call(...(inputs as Tensor[]), ...(Object.keys(kw).length > 0 ? [kw] : []));

  const outputs = new Map<string, Tensor>();
  pair(test.output, result, outputs, "output");
  for (const [name, value] of outputs) closeForward(name, value, stored(name), errors);

  const roots: Tensor[] = [];
  const grads: Tensor[] = [];
  for (const [name, value] of outputs) {
    if (!arrays.has(`grad.${name}`)) continue;
    roots.push(value);
    grads.push(make(`grad.${name}`, false));
  }
  if (roots.length > 0) autograd.backward(roots, grads);
  const parameters = new Map([...module.named_parameters()]);
  for (const [name, expected] of arrays) {
    if (name.startsWith("grad.state.")) closeGradient(name, parameters.get(name.slice(11)), expected, errors);
    else if (name.startsWith("grad.") && !name.startsWith("grad.output."))
      closeGradient(name, made.get(name.slice(5)), expected, errors);
    else if (name.startsWith("after.")) {
      const after = module.state_dict().get(name.slice(6));
      if (!after) throw new Error(`no buffer ${name}`);
      closeForward(name, after, expected, errors);
    }
  }
}

function tensorName(tree: Tree): string | null {
  if (typeof tree !== "object" || tree === null || !("tensor" in tree)) return null;
  return String(tree.tensor);
}

function count(parameters: Iterable<Tensor>): number {
  let n = 0;
  for (const parameter of parameters) n += parameter.shape.reduce((a, b) => a * b, 1);
  return n;
}

/** Walks the expected structure and the result side by side, and names the result's tensors. */
function pair(tree: Tree, result: unknown, into: Map<string, Tensor>, place: string): void {
  if (tree === null) {
    if (result !== null && result !== undefined) throw new Error(`${place}: expected None`);
    return;
  }
  const name = tensorName(tree);
  if (name !== null) {
    if (typeof result !== "object" || result === null || !("shape" in result))
      throw new Error(`${place}: expected a tensor`);
    into.set(name, result as Tensor);
    return;
  }
  if (!Array.isArray(tree) || !Array.isArray(result) || tree.length !== result.length) {
    throw new Error(`${place}: expected a tuple of ${Array.isArray(tree) ? tree.length : "?"}`);
  }
  for (const [i, item] of tree.entries()) pair(item, result[i], into, `${place}[${i}]`);
}

function closeForward(name: string, got: Tensor, expected: ArrayTensor, errors: Errors): void {
  errors.forward = Math.max(errors.forward ?? 0, close(name, got, expected, outputTolerance));
}

function closeGradient(name: string, leaf: Tensor | undefined, expected: ArrayTensor, errors: Errors): void {
  if (!leaf) throw new Error(`${name}: no such leaf`);
  if (!leaf.grad) throw new Error(`${name}: no gradient`);
  errors.gradient = Math.max(errors.gradient ?? 0, close(name, leaf.grad, expected, gradientTolerance));
}

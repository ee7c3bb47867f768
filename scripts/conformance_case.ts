// Owns one conformance case: what a case file says, and whether our module does the same. Runs in Node and in a page.
import type { ArrayTensor } from "../engine/core/array.ts";
import { autograd, nn, type Tensor, tensor } from "../engine/index.ts";
import { readSafetensors } from "../engine/io/safetensors.ts";

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

const outputTolerance = { absolute: 1e-5, relative: 1e-4 };
const gradientTolerance = { absolute: 1e-4, relative: 1e-3 };

/** Runs a case; returns what is wrong, or null when it passes. */
export function runCase(bytes: Uint8Array): string | null {
  const file = readSafetensors(bytes);
  const text = file.metadata.case;
  if (text === undefined) return "the file has no case in its metadata";
  try {
    checkCase(JSON.parse(text) as Case, file.tensors);
    return null;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

function checkCase(test: Case, arrays: ReadonlyMap<string, ArrayTensor>): void {
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
  for (const [name, value] of outputs) close(name, value, stored(name), outputTolerance);

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
    if (name.startsWith("grad.state.")) gradient(name, parameters.get(name.slice(11)), expected);
    else if (name.startsWith("grad.") && !name.startsWith("grad.output."))
      gradient(name, made.get(name.slice(5)), expected);
    else if (name.startsWith("after.")) {
      const after = module.state_dict().get(name.slice(6));
      if (!after) throw new Error(`no buffer ${name}`);
      close(name, after, expected, outputTolerance);
    }
  }
}

function tensorName(tree: Tree): string | null {
  if (typeof tree !== "object" || tree === null || !("tensor" in tree)) return null;
  return String(tree.tensor);
}

function same(what: string, got: string | undefined, expected: string): void {
  if (got !== expected)
    throw new Error(`${what} differs: got ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`);
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

function gradient(name: string, leaf: Tensor | undefined, expected: ArrayTensor): void {
  if (!leaf) throw new Error(`${name}: no such leaf`);
  if (!leaf.grad) throw new Error(`${name}: no gradient`);
  close(name, leaf.grad, expected, gradientTolerance);
}

function close(
  name: string,
  got: Tensor,
  expected: ArrayTensor,
  tolerance: { readonly absolute: number; readonly relative: number },
): void {
  same(`shape of ${name}`, got.shape.join(" "), expected.shape.join(" "));
  same(`dtype of ${name}`, got.dtype, expected.dtype);
  const values = got.toTypedArray();
  for (let i = 0; i < values.length; i++) {
    const a = Number(values[i]);
    const b = expected.data[i]!;
    if (Object.is(a, b) || a === b || (Number.isNaN(a) && Number.isNaN(b))) continue;
    if (!(Math.abs(a - b) <= tolerance.absolute + tolerance.relative * Math.abs(b))) {
      throw new Error(`${name}[${i}]: got ${a}, expected ${b}`);
    }
  }
}

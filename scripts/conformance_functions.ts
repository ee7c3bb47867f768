// Owns the conformance cases of functions: what a file of them says, and whether our function does the same.
import type { ArrayTensor } from "../engine/core/array.ts";
import { autograd, F, Tensor, tensor, torch } from "../engine/index.ts";
import { close, gradientTolerance, outputTolerance } from "./conformance_close.ts";

type Value = unknown;
type Callable = (...args: readonly unknown[]) => unknown;

interface Case {
  readonly input: Value;
  readonly args: readonly Value[];
  readonly kwargs: Readonly<Record<string, Value>>;
  readonly output: Value;
}

interface Cases {
  readonly op: string;
  readonly cases: readonly Case[];
}

const inNamespace = (space: object, name: string): Callable | null => {
  const found = (space as Readonly<Record<string, unknown>>)[name];
  return typeof found === "function" ? (found as Callable) : null;
};

/** How the cases of an op are called; the first argument is the case's input. */
function callOf(op: string): Callable {
  if (op === "__getitem__") return torch.getitem as Callable;
  if (op === "T") return (x) => (x as Tensor).T;
  if (op === "where") return (x, condition, other) => torch.where(condition as Tensor, x as Tensor, other as Tensor);
  if (op === "nn.functional.embedding") return (weight, at, ...rest) => (F.embedding as Callable)(at, weight, ...rest);
  const short = op.replace("nn.functional.", "");
  const own = short === op && op !== "unfold" ? inNamespace(torch, op) : op === "unfold" ? null : inNamespace(F, short);
  if (own) return own;
  const method = inNamespace(Tensor.prototype, short);
  if (!method) throw new Error(`there is no ${op}`);
  return (x, ...rest) => method.apply(x, [...rest]);
}

const numbers: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
};

/** Arguments as the file spells them: tensors, lists, slices, dtypes and floats that JSON has no word for. */
function decoded(value: Value, make: (name: string, grad: boolean) => Tensor): unknown {
  if (typeof value !== "object" || value === null) return value;
  const entry = value as Readonly<Record<string, Value>>;
  if ("tensor" in entry) return make(entry.tensor as string, entry.grad === true);
  if ("list" in entry || "tuple" in entry) {
    return ((entry.list ?? entry.tuple) as readonly Value[]).map((item) => decoded(item, make));
  }
  if ("slice" in entry) {
    const [start, stop, step] = entry.slice as readonly (number | null)[];
    return { start, stop, step };
  }
  if ("ellipsis" in entry) return "...";
  if ("dtype" in entry) return entry.dtype;
  return numbers[entry.float as string];
}

function runOne(op: string, test: Case, stored: (name: string) => ArrayTensor | undefined): void {
  const made = new Map<string, Tensor>();
  const fresh = (name: string, requires_grad: boolean): Tensor => {
    const array = stored(name);
    if (!array) throw new Error(`the case has no tensor ${name}`);
    const value = tensor(array.data, { shape: [...array.shape], dtype: array.dtype, requires_grad });
    made.set(name, value);
    return value;
  };
  const args = [test.input, ...test.args].map((value) => decoded(value, fresh));
  const kwargs = Object.fromEntries(Object.entries(test.kwargs).map(([key, value]) => [key, decoded(value, fresh)]));
  if (Object.keys(kwargs).length > 0) args.push(kwargs);
  const result = callOf(op)(...args);
  const outputs = new Map<string, Tensor>();
  const pair = (expected: Value, got: unknown): void => {
    if (Array.isArray(expected)) {
      const list = got as readonly unknown[];
      if (list.length !== expected.length) throw new Error(`${list.length} results, expected ${expected.length}`);
      expected.forEach((item, i) => {
        pair(item, list[i]);
      });
    } else if ("tensor" in (expected as object)) {
      outputs.set((expected as { tensor: string }).tensor, got as Tensor);
    } else if (got !== (expected as { value: unknown }).value) throw new Error(`got ${String(got)}`);
  };
  pair(test.output, result);
  for (const [name, got] of outputs) close(name, got, stored(name)!, outputTolerance);
  const roots = [...outputs].filter(([name]) => stored(`cot.${name}`));
  if (roots.length === 0) return;
  autograd.backward(
    roots.map(([, root]) => root),
    roots.map(([name]) => fresh(`cot.${name}`, false)),
  );
  for (const [name, leaf] of made) {
    const expected = stored(`grad.${name}`);
    if (!expected) continue;
    if (!leaf.grad) throw new Error(`grad.${name}: no gradient`);
    close(`grad.${name}`, leaf.grad, expected, gradientTolerance);
  }
}

/** Runs the cases of a file: what is wrong with each, null where nothing is. */
export function runFunctionCases(text: string, tensors: ReadonlyMap<string, ArrayTensor>): (string | null)[] {
  const { op, cases } = JSON.parse(text) as Cases;
  return cases.map((test, n) => {
    try {
      runOne(op, test, (name) => tensors.get(`${n}.${name}`));
      return null;
    } catch (error) {
      return `${op}, case ${n}: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
    }
  });
}

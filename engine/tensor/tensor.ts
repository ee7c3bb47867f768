// Owns the Tensor and reverse-mode autograd: a value, where it came from, and how gradients flow back.
//
// In micrograd's terms: a Tensor is a Value, and every op that makes one attaches a Node with the op's inputs and one
// closure that turns the output's gradient into the inputs' gradients. `backward` sorts the Nodes topologically, puts
// a gradient of 1 on the root and calls the closures from the last op to the first; gradients that meet at a Tensor
// are added. Only leaves (Tensors nobody computed) keep theirs, in `grad`.

import type { DType, TypedArray } from "../core/dtype.ts";
import { runtimeError, type TorchError, valueError } from "../core/errors.ts";
import { isKwargs } from "../core/kwargs.ts";
import { numel, printShape, type Shape, sameShape } from "../core/shape.ts";
import { kernels } from "../kernels/index.ts";
import { is_grad_enabled, Node, sortNodes, withGradMode } from "./node.ts";
import { printTensor } from "./print.ts";
import { Storage, scope } from "./storage.ts";

export type Grad = Tensor | null;
/** From the gradients of an op's outputs to those of its inputs (null where there is none). */
export type Backward = (...grads: Tensor[]) => readonly Grad[];
export type TensorHook = (grad: Tensor) => Tensor | null | undefined;
export type NestedNumbers = number | readonly NestedNumbers[];

/** A contiguous block of elements with a shape; several tensors may share a storage. */
export class Tensor {
  readonly storage: Storage;
  readonly offset: number;
  readonly shape: readonly number[];
  grad_fn: Node<Tensor> | null = null;
  readonly hooks = new Set<TensorHook>();
  private needsGrad = false;
  private retains = false;
  private gradient: Grad = null;

  constructor(storage: Storage, shape: Shape, offset = 0) {
    this.storage = storage;
    this.shape = shape;
    this.offset = offset;
    storage.tensors++;
  }

  get dtype(): DType {
    return this.storage.dtype;
  }

  get ndim(): number {
    return this.shape.length;
  }

  numel(): number {
    return numel(this.shape);
  }

  /** The elements in the kernels' memory; not to be held across an allocation. */
  get data(): TypedArray {
    const all = this.storage.data;
    const n = this.numel();
    return this.offset === 0 && n === all.length ? all : all.subarray(this.offset, this.offset + n);
  }

  /** The elements of a float32 tensor. */
  get floats(): Float32Array {
    const data = this.data;
    if (!(data instanceof Float32Array)) throw runtimeError(`expected a float32 tensor, got ${this.dtype}`);
    return data;
  }

  get is_leaf(): boolean {
    return this.grad_fn === null;
  }

  get _version(): number {
    return this.storage.version;
  }

  get requires_grad(): boolean {
    return this.needsGrad || this.grad_fn !== null;
  }

  set requires_grad(value: boolean) {
    this.requires_grad_(value);
  }

  requires_grad_(value = true): this {
    if (value && this.dtype !== "float32") {
      throw runtimeError("only Tensors of floating point dtype can require gradients");
    }
    if (!value && this.grad_fn) {
      throw runtimeError(
        "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a " +
          "subgraph that doesn't require differentiation use var_no_grad = var.detach().",
      );
    }
    this.needsGrad = value;
    return this;
  }

  get grad(): Grad {
    return this.gradient;
  }

  set grad(value: Grad) {
    if (value === this.gradient) return;
    this.gradient?.storage.release();
    value?.storage.keep();
    this.gradient = value;
  }

  /** The only element, as a number. */
  item(): number {
    if (this.numel() !== 1) throw valueError("only one element tensors can be converted to Python scalars");
    return this.data[0]!;
  }

  /** Nested lists of numbers; bools are 0 and 1. */
  tolist(): NestedNumbers {
    const data = this.data;
    const list = (dim: number, at: number): NestedNumbers =>
      dim === this.ndim
        ? data[at]!
        : Array.from({ length: this.shape[dim]! }, (_, i) => list(dim + 1, at * this.shape[dim]! + i));
    return list(0, 0);
  }

  /** A copy of the elements, in C order. */
  toTypedArray(): TypedArray {
    return this.data.slice();
  }

  /** The same elements without a history. */
  detach(): Tensor {
    return new Tensor(this.storage, this.shape, this.offset);
  }

  /** A copy, with a gradient of its own history. */
  clone(): Tensor {
    const out = new Tensor(new Storage(this.dtype, this.numel(), false), this.shape);
    out.data.set(this.data);
    return record("CloneBackward0", out, [this], (g) => [g]);
  }

  /** Lets its memory outlive every scope. */
  keep(): this {
    this.storage.keep();
    return this;
  }

  /** The same elements in another shape; one size may be -1. Shares the storage. */
  reshape(...sizes: number[] | [readonly number[]] | [{ readonly shape: readonly number[] }]): Tensor {
    const [first] = sizes;
    const given = (Array.isArray(first) ? first : isKwargs(first) ? first.shape : sizes) as readonly number[];
    const shape = resolveShape(given, this.numel());
    const out = new Tensor(this.storage, shape, this.offset);
    return record("ReshapeAliasBackward0", out, [this], (g) => [g.reshape(this.shape)]);
  }

  /** Overwrites the elements with those of a tensor of as many elements, or with numbers. */
  copy_(source: Tensor | ArrayLike<number>): this {
    this.beforeWrite();
    this.data.set(source instanceof Tensor ? source.data : source);
    return this;
  }

  fill_(value: number): this {
    this.beforeWrite();
    if (Object.is(value, 0)) kernels.clear(this.data);
    else this.data.fill(value);
    return this;
  }

  zero_(): this {
    return this.fill_(0);
  }

  /** Must come before every write in place. */
  beforeWrite(): void {
    if (is_grad_enabled() && this.requires_grad) {
      throw runtimeError(
        this.is_leaf
          ? "a leaf Variable that requires grad is being used in an in-place operation."
          : "a computed tensor that requires grad cannot be written in place; use no_grad or detach",
      );
    }
    this.storage.version++;
  }

  /** Calls `hook` with this tensor's gradient when it is known; what it returns replaces the gradient. */
  register_hook(hook: TensorHook): { remove(): void } {
    if (!this.requires_grad) throw runtimeError("cannot register a hook on a tensor that doesn't require gradient");
    this.hooks.add(hook);
    return { remove: () => void this.hooks.delete(hook) };
  }

  /** Lets this tensor keep its gradient in `grad`, though it is no leaf. */
  retain_grad(): void {
    if (!this.requires_grad) throw runtimeError("can't retain_grad on Tensor that has requires_grad=False");
    this.retains = !this.is_leaf;
  }

  get retains_grad(): boolean {
    return this.retains;
  }

  /** Adds the gradient of this tensor (times `grad`; 1 for a scalar) to the `grad` of every leaf it was computed from. */
  backward(grad: Grad = null, options: { retain_graph?: boolean } = {}): void {
    runBackward([this], [grad], options.retain_graph ?? false, null);
  }

  toString(): string {
    const history = this.grad_fn
      ? `, grad_fn=<${this.grad_fn.name}>`
      : this.requires_grad
        ? ", requires_grad=True"
        : "";
    return printTensor(this.data, this.shape, this.dtype, history);
  }
}

function resolveShape(given: readonly number[], total: number): number[] {
  const open = given.indexOf(-1);
  if (open !== given.lastIndexOf(-1)) throw runtimeError("only one dimension can be inferred");
  const known = given.reduce((n, size) => (size === -1 ? n : n * size), 1);
  const fits = open < 0 ? known === total : known > 0 && total % known === 0;
  if (!fits) throw runtimeError(`shape '${printShape(given)}' is invalid for input of size ${total}`);
  return given.map((size) => (size === -1 ? total / known : size));
}

/** Makes `out` the output of an op, unless recording is off or no input needs a gradient. */
export function record(
  name: string,
  out: Tensor,
  inputs: readonly Grad[],
  backward: Backward,
  saved: readonly Tensor[] = [],
): Tensor {
  recordAll(name, [out], inputs, backward, saved);
  return out;
}

/** The same for an op with several outputs: `backward` gets one gradient per output, zeros where none arrived. */
export function recordAll(
  name: string,
  outputs: readonly Tensor[],
  inputs: readonly Grad[],
  backward: Backward,
  saved: readonly Tensor[] = [],
): void {
  if (!is_grad_enabled() || !inputs.some((input) => input?.requires_grad)) return;
  const node = new Node<Tensor>(name, inputs, backward, saved);
  node.outputs = outputs;
  for (const out of outputs) out.grad_fn = node;
}

function firstGrad(root: Tensor, grad: Grad, index: number): Tensor {
  if (!root.requires_grad) {
    throw runtimeError(`element ${index} of tensors does not require grad and does not have a grad_fn`);
  }
  if (grad === null) {
    if (root.numel() !== 1) throw runtimeError("grad can be implicitly created only for scalar outputs");
    return new Tensor(new Storage("float32", 1, false), root.shape).fill_(1);
  }
  if (!sameShape(grad.shape, root.shape)) {
    const size = (shape: Shape): string => `torch.Size(${printShape(shape)})`;
    throw runtimeError(
      `Mismatch in shape: grad_output[${index}] has a shape of ${size(grad.shape)} and output[${index}] has a shape ` +
        `of ${size(root.shape)}.`,
    );
  }
  return grad.detach();
}

/**
 * The walk behind `backward` and `autograd.grad`: with `targets` the gradients of those are returned (null where
 * nothing arrived) and no leaf is touched, without them every leaf's `grad` grows.
 */
export function runBackward(
  roots: readonly Tensor[],
  rootGrads: readonly Grad[],
  retain_graph: boolean,
  targets: readonly Tensor[] | null,
): Grad[] {
  return withGradMode(false, () =>
    scope(() => {
      const grads = new Map<Tensor, Tensor>();
      const add = (tensor: Tensor, grad: Tensor): void => {
        const before = grads.get(tensor);
        grads.set(tensor, before ? sum(before, grad) : grad);
      };
      roots.forEach((root, i) => {
        add(root, firstGrad(root, rootGrads[i] ?? null, i));
      });
      const leaves = new Set(roots.filter((root) => root.is_leaf));
      const found = new Map<Tensor, Tensor>();
      const wanted = new Set(targets);
      const finish = (tensor: Tensor): Grad => {
        let grad = grads.get(tensor) ?? null;
        if (grad) for (const hook of tensor.hooks) grad = hook(grad) || grad;
        if (grad && wanted.has(tensor)) found.set(tensor, grad);
        if (grad && tensor.retains_grad && targets === null) accumulateGrad(tensor, grad);
        return grad;
      };
      for (const node of sortNodes(roots)) {
        const outs = node.outputs.map(finish);
        for (const out of node.outputs) grads.delete(out);
        if (outs.every((grad) => grad === null)) continue;
        const filled = outs.map((grad, i) => grad ?? zerosLike(node.outputs[i]!));
        node.apply(filled).forEach((grad, i) => {
          const input = node.inputs[i];
          if (!grad || !input?.requires_grad) return;
          add(input, grad);
          if (input.is_leaf) leaves.add(input);
        });
        if (!retain_graph) node.release();
      }
      for (const leaf of leaves) {
        const grad = finish(leaf);
        if (grad && targets === null) accumulateGrad(leaf, grad);
      }
      return (targets ?? []).map((target) => found.get(target) ?? null);
    }),
  );
}

const zerosLike = (tensor: Tensor): Tensor => new Tensor(new Storage("float32", tensor.numel(), true), tensor.shape);

/** A new tensor: a gradient may be shared by several inputs of an op and must not be written to. */
function sum(a: Tensor, b: Tensor): Tensor {
  const out = new Tensor(new Storage("float32", a.numel(), false), a.shape);
  out.data.set(a.data);
  kernels.accumulate(b.data, out.data);
  return out;
}

function accumulateGrad(leaf: Tensor, grad: Tensor): void {
  if (leaf.grad) {
    leaf.grad.storage.version++;
    kernels.accumulate(grad.data, leaf.grad.data);
    return;
  }
  const own = new Tensor(new Storage("float32", grad.numel(), false), leaf.shape);
  own.data.set(grad.data);
  leaf.grad = own;
}

/** What torch calls a dtype in its errors. */
export const dtypeName = (dtype: DType): string => (dtype === "int64" ? "Long" : dtype === "bool" ? "Bool" : "Float");

/** Torch's error when an op has no kernel for the dtype. */
export const notImplementedFor = (kernel: string, dtype: DType): TorchError =>
  runtimeError(`"${kernel}" not implemented for '${dtypeName(dtype)}'`);

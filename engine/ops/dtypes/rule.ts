// Owns what a dtype rule is: what an op makes of the types of its tensors, and torch's texts where it takes none of them.
import { type DType, scalarTypeName } from "../../core/dtype.ts";
import { DTypeError, type TorchErrorName } from "../../core/errors.ts";
import type { Shape } from "../../core/shape.ts";

/** A tensor before it has values. A null dtype is one that only running tells: nothing is claimed of it. */
export interface Typed {
  readonly shape: Shape;
  readonly dtype: DType | null;
}

/** What an op gives out, nested as its outputs are; throws DTypeError. */
export type Given = DType | null | readonly Given[];

/** `Long`, as torch's errors name a type. */
export const name = (dtype: DType): string => scalarTypeName[dtype];

/** Torch's text where a kernel has no code for a dtype. */
export const notImplemented = (kernel: string, got: DType): DTypeError =>
  new DTypeError(`"${kernel}" not implemented for '${name(got)}'`, "float32", got);

export const expected = (wants: DType, got: DType, text: string, error?: TorchErrorName): DTypeError =>
  new DTypeError(text, wants, got, error);

/** Whether a dtype is known and another than these. */
export const isOther = (x: Typed | null | undefined, ...takes: readonly DType[]): x is { shape: Shape; dtype: DType } =>
  x?.dtype != null && !takes.includes(x.dtype);

/** The input's own dtype. */
export const same = (x: Typed): Given => x.dtype;
/** Fractions only, by the kernel whose name torch's error says. */
export const floats =
  (kernel: string) =>
  (x: Typed): Given => {
    if (isOther(x, "float32")) throw notImplemented(kernel, x.dtype);
    return x.dtype;
  };

/** A number beside tensors: whole, or a fraction. */
const operand = (x: Typed | number): Typed =>
  typeof x === "number" ? { shape: [], dtype: Number.isInteger(x) ? "int64" : "float32" } : x;

/** Of a float32 and an int64 the float32: torch's promotion. */
export function promoted(...given: readonly (Typed | number)[]): DType | null {
  const values = given.map(operand);
  if (values.some(({ dtype }) => dtype === null)) return null;
  const order = ["bool", "int64", "float32"] as const;
  return order[Math.max(...values.map(({ dtype }) => order.indexOf(dtype!)))]!;
}

export const subtraction = (got: DType): DTypeError =>
  new DTypeError(
    "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the " +
      "`~` or `logical_not()` operator instead.",
    "float32",
    got,
  );

export const negation = (got: DType): DTypeError =>
  new DTypeError(
    "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the " +
      "`~` or `logical_not()` operator instead.",
    "float32",
    got,
  );

/** A result of fractions that would have to be written over integers. */
export const cannotCast = (got: DType, as: DType = got): DTypeError =>
  new DTypeError(`result type Float can't be cast to the desired output type ${name(as)}`, "float32", got);

/** Input and weights must be of one type; torch's older kernels say it so. */
export const sameScalar = (x: Typed, weight: Typed): void => {
  if (x.dtype !== null && weight.dtype !== null && x.dtype !== weight.dtype) {
    throw expected(weight.dtype, x.dtype, `expected scalar type ${name(x.dtype)} but found ${name(weight.dtype)}`);
  }
};

// Owns what an argument may be: whether a value fits a parameter, and what Python would call its type.
import { pyTypeName } from "../../core/python.ts";
import type { Parameter, ParameterType } from "./text.ts";

/** What is asked of a tensor that stands for a number. */
export interface TensorLike {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly requires_grad: boolean;
  item(): number;
}

/** Tells tensors from other values. */
export type IsTensor = (value: unknown) => value is TensorLike;

/** Functions of which torch lets a number stand for any tensor. */
const numbersAsTensors: ReadonlySet<string> = new Set(
  ["add", "sub", "subtract", "mul", "multiply", "div", "divide", "true_divide", "floor_divide"].flatMap((name) => [
    name,
    `${name}_`,
  ]),
);

const isNumber = (value: unknown): boolean => typeof value === "number" || typeof value === "boolean";
const isInt = (value: unknown): boolean => typeof value === "number" && !(Number.isFinite(value) && value % 1 !== 0);
const isWhole = (value: unknown): boolean => Number.isInteger(value);

/** A tensor of one element, without dims and history. */
const isScalarTensor = (value: unknown, isTensor: IsTensor): value is TensorLike =>
  isTensor(value) && value.shape.length === 0 && !value.requires_grad;

const isIntTensor = (value: unknown, isTensor: IsTensor): boolean =>
  isScalarTensor(value, isTensor) && value.dtype === "int64";

/** The place of the first element of a list that is no int; -1 where all are. */
export const firstNoInt = (list: readonly unknown[], isTensor: IsTensor): number =>
  list.findIndex((value) => !isWhole(value) && !isIntTensor(value, isTensor));

const dtypes: readonly unknown[] = ["float32", "int64", "bool"];

type Check = (value: unknown, isTensor: IsTensor, parameter: Parameter) => boolean;
const anything: Check = () => true;
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const ints: Check = (value, isTensor, { single }) =>
  isList(value) ? firstNoInt(value, isTensor) < 0 : single && isWhole(value);
const text: Check = (value) => typeof value === "string";

const checks: Readonly<Record<ParameterType, Check>> = {
  Tensor: (value, isTensor) => isTensor(value),
  Tensors: isList,
  Number: (value, isTensor) => isNumber(value) || isScalarTensor(value, isTensor),
  int: (value, isTensor) => isWhole(value) || isIntTensor(value, isTensor),
  ints,
  syms: ints,
  float: (value, isTensor) => isNumber(value) || isScalarTensor(value, isTensor),
  bool: (value) => typeof value === "boolean",
  str: text,
  name: text,
  names: (value, _isTensor, { single }) =>
    isList(value)
      ? value.length > 0 && value.every((name) => typeof name === "string")
      : single && text(value, _isTensor, { single } as Parameter),
  dtype: (value) => dtypes.includes(value),
  layout: anything,
  device: text,
  memory_format: anything,
  generator: (value) => typeof value === "object",
};

/** Whether a value that is not None fits. */
export function fits(fn: string, parameter: Parameter, value: unknown, isTensor: IsTensor): boolean {
  if (checks[parameter.type](value, isTensor, parameter)) return true;
  return parameter.type === "Tensor" && isNumber(value) && numbersAsTensors.has(fn);
}

const scalars: ReadonlySet<ParameterType> = new Set<ParameterType>(["Number", "int", "float"]);

/** The value an op gets: tensors that stand for numbers as numbers. */
export function plain({ type }: Parameter, value: unknown, isTensor: IsTensor): unknown {
  if (scalars.has(type) && isTensor(value)) return value.item();
  if ((type === "ints" || type === "syms") && isList(value)) {
    return value.map((entry) => (isTensor(entry) ? entry.item() : entry));
  }
  return value;
}

/** Python's name of a value's type, as torch's errors say it. */
export const typeOf = (value: unknown, isTensor: IsTensor): string =>
  isTensor(value) ? value.constructor.name : pyTypeName(value);

/** Whether the error about all overloads calls an argument right: by the names of types alone. */
export function looksRight(type: ParameterType, value: unknown, isTensor: IsTensor): boolean {
  switch (type) {
    case "Tensor":
      return isTensor(value);
    case "Number":
    case "float":
      return typeof value === "number";
    case "int":
      return isInt(value) && isWhole(value);
    case "ints":
    case "syms":
      return isList(value) && value.every(isWhole);
    case "Tensors":
      return isList(value) && value.every(isTensor);
    case "bool":
      return typeof value === "boolean";
    case "str":
    case "name":
      return typeof value === "string";
    default:
      return false;
  }
}

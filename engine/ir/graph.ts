// Owns a model as a graph of ops: values with a shape and a dtype, and the ops between them with their arguments by name.
import { bytesPerElement, type DType } from "../core/dtype.ts";
import { numel, type Shape } from "../core/shape.ts";
import type { NamedArgs, OpName } from "../ops/signatures.ts";

/** What flows between ops: known by shape and dtype, without numbers. */
export class Value {
  readonly shape: Shape;
  readonly dtype: DType;

  constructor(shape: Shape, dtype: DType) {
    this.shape = shape;
    this.dtype = dtype;
  }

  get bytes(): number {
    return numel(this.shape) * bytesPerElement[this.dtype];
  }
}

/** A call of one op. */
export interface OpOf<K extends OpName> {
  readonly name: K;
  readonly args: NamedArgs<K, Value>;
  /** In the order in which the op returns them. */
  readonly outputs: readonly Value[];
  /** The module that calls it, by its dotted name. */
  readonly owner: string;
}

/** A call of any op: its name tells what its arguments are. */
export type Op = { readonly [K in OpName]: OpOf<K> }[OpName];

/** A model's work on inputs of known shapes. */
export interface Graph<AnyOp = Op> {
  readonly inputs: readonly Value[];
  /** In the order in which they run. */
  readonly ops: readonly AnyOp[];
  readonly outputs: readonly Value[];
  /** What each module gives out, by its dotted name. */
  readonly byModule: ReadonlyMap<string, readonly Value[]>;
}

/** The values in an argument, also those in lists. */
const inArgument = (arg: unknown): Value[] =>
  arg instanceof Value ? [arg] : Array.isArray(arg) ? arg.flatMap(inArgument) : [];

/** The values among an op's arguments. */
export const valuesIn = (args: object): Value[] => Object.values(args).flatMap(inArgument);

const mapArgument = (arg: unknown, map: (value: Value) => unknown): unknown =>
  arg instanceof Value ? map(arg) : Array.isArray(arg) ? arg.map((item) => mapArgument(item, map)) : arg;

/** The same arguments with values replaced by what `map` makes of them. */
export const mapValues = <A extends object>(args: A, map: (value: Value) => unknown): A =>
  Object.fromEntries(Object.entries(args).map(([name, arg]) => [name, mapArgument(arg, map)])) as A;

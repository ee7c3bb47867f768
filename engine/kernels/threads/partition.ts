// Owns how one call of a kernel becomes parts for several threads: what a partition says, and the usual ways.
import type { KernelName, ParameterOf } from "../contract.ts";

/** Work is counted in multiply-adds; an element that is only read and written takes as long as so many. */
export const touched = 8;

/** The arguments of a call by their names. */
export type Args<Name extends string> = { readonly [Parameter in Name]: number };

/** Hands over one part: a call with the whole one's arguments but for those that change. */
export type Emit<Name extends string> = (changed: Partial<Args<Name>>) => void;

/** For kernels made of steps that must follow each other. */
export interface Steps {
  /** How many threads there are, for steps whose parts are best as large as can be. */
  readonly threads: number;
  /** Hands over a call of another kernel. */
  call<Kernel extends KernelName>(name: Kernel, args: Args<ParameterOf<Kernel>>): void;
  /** Waits until everything handed over is done. */
  barrier(): void;
}

/** How one kernel is divided. Parts follow from the sizes, where it says so from the number of threads; none cuts a sum. */
export interface Partition<Name extends string> {
  /** The argument that points to scratch (0: none is needed), and how many bytes of it these arguments need. */
  readonly scratch?: { readonly at: Name; readonly bytes: (args: Args<Name>) => number };
  /** How many multiply-adds a call takes, or would take in the time it needs. */
  readonly work?: (args: Args<Name>) => number;
  /** Emits some `parts` calls that do together what the one call does; absent where the call is a part itself. */
  readonly divide?: (args: Args<Name>, parts: number, emit: Emit<Name>, steps: Steps) => void;
}

/** How some kernels are divided; those that are not listed run where they are called. */
export type Partitions<Kernel extends KernelName> = { readonly [Name in Kernel]?: Partition<ParameterOf<Name>> };

/**
 * Calls `body` with the bounds of at most `parts` parts of `total`, as even as multiples of `unit` can be: a thread that
 * takes as many parts as another has as much to do.
 */
export function each(total: number, parts: number, unit: number, body: (first: number, end: number) => void): void {
  const units = Math.ceil(total / unit);
  const count = Math.max(Math.min(Math.floor(parts), units), 1);
  for (let part = 0; part < count && total > 0; part++) {
    const first = Math.floor((part * units) / count) * unit;
    body(first, Math.min(Math.floor(((part + 1) * units) / count) * unit, total));
  }
}

/**
 * Rows and columns of parts of an (m, n) product. Every part packs its share of both matrices anew, which costs least
 * where parts are square.
 */
export function grid(
  m: number,
  n: number,
  parts: number,
  rowUnit: number,
  columnUnit: number,
): readonly [number, number] {
  let best: readonly [number, number] = [1, 1];
  let least = Number.POSITIVE_INFINITY;
  for (let down = 1; down <= Math.min(parts, Math.ceil(m / rowUnit)); down++) {
    const across = Math.min(Math.floor(parts / down), Math.ceil(n / columnUnit));
    // Packing an element takes as long as seven multiply-adds; few parts leave threads without work at the end.
    const cost = (1 + 7 * (down / m + across / n)) * (0.5 + 0.5 / (down * across));
    if (cost < least) {
      least = cost;
      best = [down, across];
    }
  }
  return best;
}

/** A pointer moved on, unless it is none. */
export const moved = (pointer: number, bytes: number): number => (pointer === 0 ? 0 : pointer + bytes);

/**
 * Kernels over as many elements, rows or planes as the argument `count` says; `steps` are the bytes by which each pointer
 * moves on with one of them. Parts are multiples of `unit`.
 */
export const ranges = <Name extends string>(
  count: NoInfer<Name>,
  steps: (args: Args<NoInfer<Name>>) => Partial<Args<NoInfer<Name>>>,
  work: (args: Args<NoInfer<Name>>) => number,
  unit = 1,
): Partition<Name> => ({
  work,
  divide(args, parts, emit) {
    const bytes = steps(args);
    const pointers = Object.keys(bytes) as Name[];
    // One object for all parts: what is emitted is copied at once.
    const changed: Partial<Record<Name, number>> = {};
    each(args[count], parts, unit, (first, end) => {
      for (const name of pointers) changed[name] = moved(args[name], first * bytes[name]!);
      changed[count] = end - first;
      emit(changed as Partial<Args<Name>>);
    });
  },
});

/** Kernels of single elements: `n` floats at each of the pointers. */
export const floats = <Name extends string>(...pointers: readonly NoInfer<Name>[]): Partition<Name | "n"> =>
  ranges<string>(
    "n",
    () => Object.fromEntries(pointers.map((name) => [name, 4])),
    (args) => touched * args.n!,
    4,
  ) as Partition<Name | "n">;

/** Kernels that are told by `first` and `end` which part they do; its size is a multiple of `unit`. */
export const bounds = <Name extends string>(
  work: (args: Args<NoInfer<Name> | "first" | "end">) => number,
  unit: (args: Args<NoInfer<Name> | "first" | "end">) => number = () => 1,
  scratch?: Partition<NoInfer<Name> | "first" | "end">["scratch"],
): Partition<Name | "first" | "end"> => ({
  ...(scratch ? { scratch } : {}),
  work,
  divide(args, parts, emit) {
    const { first } = args;
    each(args.end - first, parts, unit(args), (start, end) => {
      emit({ first: first + start, end: first + end } as Partial<Args<Name | "first" | "end">>);
    });
  },
});

// Torch's functions refuse what PyTorch refuses, in its words: kinds and texts of errors, recorded from it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { F, Tensor, tensor, torch } from "../../index.ts";

interface Refusal {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly error: readonly [name: string, message: string];
}

const refusals = JSON.parse(readFileSync(join(import.meta.dirname, "golden", "errors.json"), "utf8")) as Refusal[];

type Callable = (...args: readonly unknown[]) => unknown;

/** Tensors of ones, or of values, and slices as the recording spells them. */
function made(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(made);
  if (typeof value !== "object" || value === null) return value;
  if ("slice" in value) {
    const [start, stop, step] = value.slice as readonly (number | null)[];
    return { start, stop, step };
  }
  const { shape, dtype, values } = value as { shape: number[]; dtype: "float32"; values?: number[] };
  return tensor(values ?? new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(1), { shape, dtype });
}

function call({ name, args, kwargs }: Refusal): unknown {
  const values = args.map(made);
  const named = Object.keys(kwargs).length > 0 ? [kwargs] : [];
  if (!name.startsWith(".")) {
    return ((torch as unknown as Readonly<Record<string, Callable>>)[name] as Callable)(...values, ...named);
  }
  const method = (Tensor.prototype as unknown as Readonly<Record<string, Callable>>)[name.slice(1)] as Callable;
  return method.apply(values[0], [...values.slice(1), ...named]);
}

describe("what PyTorch refuses", () => {
  test.each(refusals.map((refusal) => [`${refusal.name} ${JSON.stringify([refusal.args, refusal.kwargs])}`, refusal]))(
    "%s",
    (_title, refusal) => {
      const { error } = refusal as Refusal;
      let thrown: unknown = null;
      try {
        call(refusal as Refusal);
      } catch (caught) {
        thrown = caught;
      }
      expect([(thrown as Error | null)?.name, (thrown as Error | null)?.message]).toEqual(error);
    },
  );
});

test("arguments by name serve functions, methods and F alike", () => {
  const x = tensor([1, 2, 3, 4], { shape: [2, 2] });
  expect(torch.sum(x, { dim: 0, keepdim: true }).shape).toEqual([1, 2]);
  expect(torch.sum(x, { axis: 0 }).tolist()).toEqual([4, 6]);
  expect(x.sum({ dim: [0, 1] }).item()).toBe(10);
  expect(x.clamp({ max: 2 }).tolist()).toEqual([
    [1, 2],
    [2, 2],
  ]);
  expect(F.softmax(x, { dim: 1 }).shape).toEqual([2, 2]);
});

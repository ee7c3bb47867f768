// PyTorch's CPU stream through the public API: functions, masks and first weights after manual_seed(0).
import { expect, test } from "vitest";
import { manual_seed, nn, type Tensor, tensor, torch } from "../index.ts";
import golden from "./golden/random.json" with { type: "json" };

/** What lies farther from PyTorch than a rounding or two of float32. */
function differences(got: ArrayLike<number>, expected: readonly number[]): string[] {
  if (got.length !== expected.length) return [`${got.length} values, expected ${expected.length}`];
  return expected.flatMap((value, i) =>
    Math.abs(got[i]! - value) <= 3e-7 * Math.max(1, Math.abs(value)) ? [] : [`${i}: ${got[i]}, expected ${value}`],
  );
}

test.each(golden.draws.map((draw) => [draw.call, draw] as const))("%s", (call, { values }) => {
  manual_seed(0);
  const drawn = new Function("torch", `return ${call};`)(torch) as Tensor;
  expect(differences(drawn.data, values)).toEqual([]);
});

test.each(golden.masks.map((mask) => [mask.name, mask] as const))("%s in training", (_, mask) => {
  const { shape, first } = mask.input;
  const n = shape.reduce((a, b) => a * b, 1);
  const x = tensor(
    Array.from({ length: n }, (_, i) => first + i),
    { shape },
  );
  const module = nn.create(mask.module, mask.args);
  manual_seed(0);
  expect(differences(module.call(x).data, mask.values)).toEqual([]);
});

test.each(golden.weights.map((weights) => [weights.name, weights] as const))("first weights of %s", (_, weights) => {
  manual_seed(0);
  const state = nn.create(weights.module, weights.args).state_dict();
  const expected = Object.entries<readonly number[]>(weights.state);
  expect([...state.keys()]).toEqual(expected.map(([key]) => key));
  expect(
    expected.flatMap(([key, values]) => differences(state.get(key)!.data, values).map((line) => `${key} ${line}`)),
  ).toEqual([]);
});

// Owns the comparison of a model with torchvision's: same keys, same text, and from the same state the same outputs,
// gradients and buffers. What torchvision gave is in ../golden/models, made by scripts/golden_models.py.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { manual_seed } from "../../core/random.ts";
import { numel, type Shape } from "../../core/shape.ts";
import { tensor } from "../../tensor/create.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { Module } from "../base.ts";

/** Norm, projection on numbers of the name, and the element in the middle. */
type Digest = readonly [norm: number, projection: number, middle: number];

interface Run {
  readonly shape: Shape;
  /** The first twenty. */
  readonly output: readonly number[];
  readonly outputDigest: Digest;
  readonly inputGradient: Digest;
  readonly gradients: Readonly<Record<string, Digest>>;
  readonly buffers: Readonly<Record<string, Digest>>;
}

interface Golden {
  /** What the input's numbers are made of: one at which no value lies so near a kink that rounding decides its side. */
  readonly key: string;
  readonly input: Shape;
  /** print(model), by lines. */
  readonly repr: readonly string[];
  readonly state: Readonly<Record<string, Shape>>;
  readonly eval: Run;
  readonly train: Run;
}

/** `n` numbers in [-1, 1): FNV-1a of the key, stepped by the golden ratio, through MurmurHash3's finalizer. */
function uniform(key: string, n: number): Float64Array {
  let seed = 2166136261;
  for (const byte of new TextEncoder().encode(key)) seed = Math.imul(seed ^ byte, 16777619);
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let h = (seed + Math.imul(i + 1, 0x9e3779b9)) | 0;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    out[i] = ((h ^ (h >>> 16)) >>> 8) / 2 ** 23 - 1;
  }
  return out;
}

/** The values of a tensor of the state: what keeps activations near one. */
function fill(key: string, { shape, dtype }: Tensor): Tensor {
  const values = uniform(key, numel(shape));
  if (shape.length > 1) {
    const bound = Math.sqrt(6 / numel(shape.slice(1)));
    return tensor(
      values.map((u) => u * bound),
      { shape },
    );
  }
  if (key.endsWith("num_batches_tracked")) return tensor([0], { shape, dtype });
  const isScale = key.endsWith("running_var") || key.endsWith("weight");
  return tensor(
    values.map((u) => (isScale ? 1 + u / 2 : u / 10)),
    { shape },
  );
}

function digest(name: string, { data }: Tensor): Digest {
  const numbers = uniform(`check ${name}`, data.length);
  let squares = 0;
  let projection = 0;
  for (let i = 0; i < data.length; i++) {
    squares += data[i]! ** 2;
    projection += data[i]! * numbers[i]!;
  }
  return [Math.sqrt(squares), projection, data[data.length >> 1]!];
}

/** What lies farther from PyTorch than 1e-4 + 1e-3 of the tensor's norm, one line each. */
function difference(name: string, got: Tensor | null | undefined, expected: Digest): string[] {
  if (!got) return [`${name}: there is none`];
  const found = digest(name, got);
  const tolerance = 1e-4 + 1e-3 * expected[0];
  return found.every((value, i) => Math.abs(value - expected[i]!) <= tolerance)
    ? []
    : [`${name}: got ${found.join(", ")}, expected ${expected.join(", ")}`];
}

/** Tests that `make` builds torchvision's model of this name, in eval and in training mode. */
export function sameAsTorchvision(name: string, make: () => Module): void {
  const path = join(import.meta.dirname, "..", "golden", "models", `${name}.json`);
  const golden = JSON.parse(readFileSync(path, "utf8")) as Golden;
  let model: Module;
  let state: Map<string, Tensor>;

  beforeAll(() => {
    model = make();
    state = new Map([...model.state_dict()].map(([key, held]) => [key, fill(key, held)]));
  });

  test(`${name} prints and names its state as torchvision's`, () => {
    expect(String(model).split("\n")).toEqual(golden.repr);
    expect([...model.state_dict()].map(([key, { shape }]) => [key, shape])).toEqual(Object.entries(golden.state));
  });

  test.each(["eval", "train"] as const)(`${name} computes PyTorch's outputs and gradients in %s()`, (mode) => {
    const expected = golden[mode];
    model.load_state_dict(state);
    model.zero_grad(true);
    model.train(mode === "train");
    const input = tensor(uniform(golden.key, numel(golden.input)), { shape: golden.input, requires_grad: true });
    manual_seed(0);
    const output: Tensor = model.call(input);
    output.backward(tensor(uniform("loss", output.numel()), { shape: output.shape }));

    expect(output.shape).toEqual(expected.shape);
    for (const [i, value] of expected.output.entries()) {
      expect(Math.abs(output.data[i]! - value), `output ${i}`).toBeLessThan(1e-4 + 1e-3 * Math.abs(value));
    }
    const parameters = new Map(model.named_parameters());
    const buffers = new Map(model.named_buffers());
    expect(Object.keys(expected.gradients)).toEqual([...parameters.keys()]);
    expect([
      ...difference("output", output, expected.outputDigest),
      ...difference("input", input.grad, expected.inputGradient),
      ...Object.entries(expected.gradients).flatMap(([key, value]) =>
        difference(key, parameters.get(key)?.grad, value),
      ),
      ...Object.entries(expected.buffers).flatMap(([key, value]) => difference(key, buffers.get(key), value)),
    ]).toEqual([]);
  });
}

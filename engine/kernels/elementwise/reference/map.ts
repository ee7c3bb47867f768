// Any function of one to three elements, with broadcasting.
import type { Elements, Sizes } from "../../shape/contract.ts";
import { collapse, forEachRun } from "../../shape/reference/strided.ts";

/** out = f(x), element by element. */
export function map(f: (x: number) => number, x: Elements, out: Elements): void {
  for (let i = 0; i < x.length; i++) out[i] = f(x[i]!);
}

/** out = grad * slope(x, y), element by element: the chain rule of y = f(x). */
export function mapGradient(
  slope: (x: number, y: number) => number,
  grad: Elements,
  x: Elements,
  y: Elements,
  out: Elements,
): void {
  for (let i = 0; i < x.length; i++) out[i] = grad[i]! * slope(x[i]!, y[i]!);
}

/** out (shape, C order) = f(a, b), whose strides are 0 along the dims they are stretched over. */
export function mapBinary(
  f: (a: number, b: number) => number,
  a: Elements,
  b: Elements,
  out: Elements,
  shape: Sizes,
  aStrides: Sizes,
  bStrides: Sizes,
): void {
  const plan = collapse(shape, [aStrides, bStrides]);
  const run = plan.shape.at(-1) ?? 1;
  const [aStep = 0, bStep = 0] = plan.strides.map((list) => list.at(-1) ?? 0);
  forEachRun(plan.shape, plan.strides, (at, [aFrom, bFrom]) => {
    for (let i = 0, x = aFrom!, y = bFrom!; i < run; i++, x += aStep, y += bStep) out[at + i] = f(a[x]!, b[y]!);
  });
}

/** The same with three inputs. */
export function mapTernary(
  f: (a: number, b: number, c: number) => number,
  inputs: readonly [Elements, Elements, Elements],
  out: Elements,
  shape: Sizes,
  strides: readonly [Sizes, Sizes, Sizes],
): void {
  const [a, b, c] = inputs;
  const plan = collapse(shape, strides);
  const run = plan.shape.at(-1) ?? 1;
  const [aStep = 0, bStep = 0, cStep = 0] = plan.strides.map((list) => list.at(-1) ?? 0);
  forEachRun(plan.shape, plan.strides, (at, [aFrom, bFrom, cFrom]) => {
    let x = aFrom!;
    let y = bFrom!;
    let z = cFrom!;
    for (let i = 0; i < run; i++, x += aStep, y += bStep, z += cStep) out[at + i] = f(a[x]!, b[y]!, c[z]!);
  });
}

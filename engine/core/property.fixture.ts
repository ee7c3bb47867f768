// Owns how property tests draw their examples: the same ones every time, so that no test fails by chance.
import fc from "fast-check";

/** Others are drawn with another PROPERTY_SEED, more of them with PROPERTY_RUNS, a factor. */
const seed = Number(process.env.PROPERTY_SEED ?? 1);
const factor = Number(process.env.PROPERTY_RUNS ?? 1);

/** fc.assert on examples that depend on nothing but the seed; 100 of them unless `numRuns` says otherwise. */
export function checkProperty<T>(
  property: fc.IProperty<T>,
  { numRuns = 100 }: { readonly numRuns?: number } = {},
): void {
  fc.assert(property, { seed, numRuns: numRuns * factor });
}

// Owns the names of a tensor's dims, as torch's documentation calls them.
import type { Shape } from "../../engine/core/shape.ts";

const images: Readonly<Record<number, readonly string[]>> = {
  1: ["N"],
  2: ["N", "F"],
  3: ["N", "C", "L"],
  4: ["N", "C", "H", "W"],
  5: ["N", "C", "D", "H", "W"],
};

const sequenceCategories: ReadonlySet<string> = new Set(["Recurrent", "Transformer", "Sparse"]);

/** A letter for each dim (N, C, H, W; N, F; N, T, E after modules of sequences); past five dims, its index. */
export function axisNames(shape: Shape, category: string | null): readonly string[] {
  if (shape.length === 3 && category !== null && sequenceCategories.has(category)) return ["N", "T", "E"];
  return images[shape.length] ?? shape.map((_, i) => String(i));
}

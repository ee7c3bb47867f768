// Reading the tokens of theme.css from code: a category's hue, and colours for painting on a <canvas>.

const categoryTokens: Readonly<Record<string, string>> = {
  Convolution: "--cat-convolution",
  Pooling: "--cat-pooling",
  Padding: "--cat-padding",
  Activation: "--cat-activation",
  Normalization: "--cat-normalization",
  Linear: "--cat-linear",
  Dropout: "--cat-dropout",
  Recurrent: "--cat-recurrent",
  Transformer: "--cat-transformer",
  Sparse: "--cat-sparse",
  Vision: "--cat-vision",
  Shape: "--cat-shape",
  Distance: "--cat-distance",
  Loss: "--cat-loss",
  Merge: "--cat-merge",
  "Input/Output": "--cat-input-output",
};

/** The CSS value of a module category's hue, e.g. `var(--cat-pooling)`; a neutral grey for a category without one. */
export function categoryColor(category: string): string {
  return `var(${categoryTokens[category] ?? "--cat-other"})`;
}

/** Tokens whose computed value is a plain `rgb(…)` that a script may parse and paint with. */
export type ColorToken =
  | "--tensor-negative"
  | "--tensor-zero"
  | "--tensor-positive"
  | "--tensor-low"
  | "--tensor-high"
  | "--canvas-dot";

/**
 * The value a colour token has now on `element` (the page by default), as `[r, g, b]` from 0 to 255.
 * It differs between the themes: read it again when the theme changes.
 */
export function readColor(token: ColorToken, element: Element = document.documentElement): [number, number, number] {
  const [r = 0, g = 0, b = 0] =
    getComputedStyle(element)
      .getPropertyValue(token)
      .match(/[\d.]+/g)
      ?.map(Number) ?? [];
  return [r, g, b];
}

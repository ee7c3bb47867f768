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
  Indexing: "--cat-indexing",
  Reduction: "--cat-reduction",
  Math: "--cat-math",
  Matrix: "--cat-matrix",
  Source: "--cat-source",
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

/** Colours read before, for the theme of then: reading a computed style in the midst of drawing makes the page lay out. */
const read = { theme: "", colors: new Map<ColorToken, readonly [number, number, number]>() };

function currentTheme(): string {
  const { theme } = document.documentElement.dataset;
  return theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

/** The value a colour token has in the theme of now, as `[r, g, b]` from 0 to 255. Read it again when the theme changes. */
export function readColor(token: ColorToken): readonly [number, number, number] {
  const theme = currentTheme();
  if (read.theme !== theme) {
    read.theme = theme;
    read.colors.clear();
  }
  const known = read.colors.get(token);
  if (known) return known;
  const [r = 0, g = 0, b = 0] =
    getComputedStyle(document.documentElement)
      .getPropertyValue(token)
      .match(/[\d.]+/g)
      ?.map(Number) ?? [];
  read.colors.set(token, [r, g, b]);
  return [r, g, b];
}

// Owns the colours of the app, light and dark, by the names of the tokens in theme.css, which has the same ones.

/** A colour in the light and in the dark, as CSS writes it. */
type Pair = readonly [light: string, dark: string];

const colors = {
  "bg-canvas": ["#f5f6f7", "#101214"],
  "bg-panel": ["#ffffff", "#17191c"],
  "bg-raised": ["#ffffff", "#1e2125"],
  "bg-sunken": ["#f3f4f5", "#111315"],
  "bg-hover": ["#eff0f2", "#262a2f"],
  "bg-active": ["#e4e6e9", "#30353b"],
  "bg-overlay": ["#15181c59", "#00000099"],
  "bg-tooltip": ["#1d2024", "#e9ebee"],
  "on-tooltip": ["#f4f5f6", "#1a1d20"],
  "on-tooltip-muted": ["#b4bac2", "#545b64"],
  border: ["#e2e4e8", "#2a2e33"],
  "border-strong": ["#cbcfd5", "#3f454c"],
  "border-control": ["#868d97", "#6f7782"],
  text: ["#191c20", "#e8eaed"],
  "text-muted": ["#50565f", "#b0b6be"],
  "text-faint": ["#626973", "#8f969f"],
  accent: ["#0b7570", "#45c1b7"],
  "accent-hover": ["#095f5b", "#62d1c8"],
  "on-accent": ["#ffffff", "#04211f"],
  "accent-text": ["#0a6662", "#5fd0c7"],
  "accent-bg": ["#e2f2f1", "#15302f"],
  focus: ["#0b7570", "#5fd0c7"],
  selection: ["#bfe5e2", "#1d5450"],
  danger: ["#c02737", "#e5606b"],
  "danger-hover": ["#a31d2c", "#ef7a83"],
  "on-danger": ["#ffffff", "#2a0508"],
  "danger-text": ["#b01f2f", "#ff939a"],
  "danger-bg": ["#fdecee", "#371a1d"],
  warning: ["#c47a06", "#e0a243"],
  "warning-text": ["#855002", "#efba63"],
  "warning-bg": ["#fcf2df", "#32270f"],
  success: ["#1f8a50", "#4fb87f"],
  "success-text": ["#19693d", "#74d09b"],
  "success-bg": ["#e6f5ec", "#13301f"],
  "canvas-dot": ["#d3d5da", "#2a2e33"],
  edge: ["#9aa1ab", "#5b636d"],
  "edge-selected": ["#0b7570", "#45c1b7"],
  "edge-stale": ["#c9cdd3", "#3a4047"],
  "edge-error": ["#c02737", "#e5606b"],
  "tensor-negative": ["#2563c9", "#6aa5ff"],
  "tensor-zero": ["#f4f4f5", "#1b1d20"],
  "tensor-positive": ["#c2540a", "#ff9d57"],
  "tensor-low": ["#101114", "#101114"],
  "tensor-high": ["#ffffff", "#ffffff"],
  "cat-convolution": ["oklch(0.6 0.12 255)", "oklch(0.72 0.1 255)"],
  "cat-pooling": ["oklch(0.6 0.1 215)", "oklch(0.72 0.09 215)"],
  "cat-padding": ["oklch(0.62 0.03 260)", "oklch(0.7 0.03 260)"],
  "cat-activation": ["oklch(0.68 0.14 60)", "oklch(0.76 0.11 60)"],
  "cat-normalization": ["oklch(0.6 0.12 300)", "oklch(0.73 0.1 300)"],
  "cat-linear": ["oklch(0.6 0.12 150)", "oklch(0.73 0.1 150)"],
  "cat-dropout": ["oklch(0.6 0.06 20)", "oklch(0.72 0.06 20)"],
  "cat-recurrent": ["oklch(0.6 0.14 345)", "oklch(0.73 0.1 345)"],
  "cat-transformer": ["oklch(0.58 0.14 280)", "oklch(0.72 0.1 280)"],
  "cat-sparse": ["oklch(0.62 0.09 120)", "oklch(0.74 0.09 120)"],
  "cat-vision": ["oklch(0.62 0.1 235)", "oklch(0.74 0.09 235)"],
  "cat-shape": ["oklch(0.58 0.02 90)", "oklch(0.72 0.02 90)"],
  "cat-distance": ["oklch(0.66 0.11 90)", "oklch(0.76 0.1 90)"],
  "cat-loss": ["oklch(0.6 0.16 25)", "oklch(0.72 0.13 25)"],
  "cat-merge": ["oklch(0.6 0.12 325)", "oklch(0.73 0.1 325)"],
  "cat-indexing": ["oklch(0.6 0.08 75)", "oklch(0.73 0.08 75)"],
  "cat-reduction": ["oklch(0.6 0.11 5)", "oklch(0.73 0.1 5)"],
  "cat-math": ["oklch(0.6 0.1 315)", "oklch(0.73 0.09 315)"],
  "cat-matrix": ["oklch(0.6 0.1 165)", "oklch(0.73 0.09 165)"],
  "cat-source": ["oklch(0.6 0.08 195)", "oklch(0.74 0.08 195)"],
  "cat-input-output": ["oklch(0.6 0.09 185)", "oklch(0.75 0.09 185)"],
  "cat-other": ["oklch(0.62 0.01 260)", "oklch(0.7 0.01 260)"],
} as const satisfies Readonly<Record<string, Pair>>;

/** A colour of the theme: what its CSS variable is called, without the dashes before it. */
export type ColorName = keyof typeof colors;

export type Scheme = "light" | "dark";

export type Theme = Readonly<Record<ColorName, string>>;

const themeOf = (scheme: Scheme): Theme =>
  Object.fromEntries(
    Object.entries(colors).map(([name, [light, dark]]) => [name, scheme === "light" ? light : dark]),
  ) as Theme;

export const themes: Readonly<Record<Scheme, Theme>> = { light: themeOf("light"), dark: themeOf("dark") };

const categories: Readonly<Record<string, ColorName>> = {
  Convolution: "cat-convolution",
  Pooling: "cat-pooling",
  Padding: "cat-padding",
  Activation: "cat-activation",
  Normalization: "cat-normalization",
  Linear: "cat-linear",
  Dropout: "cat-dropout",
  Recurrent: "cat-recurrent",
  Transformer: "cat-transformer",
  Sparse: "cat-sparse",
  Vision: "cat-vision",
  Shape: "cat-shape",
  Distance: "cat-distance",
  Loss: "cat-loss",
  Merge: "cat-merge",
  Indexing: "cat-indexing",
  Reduction: "cat-reduction",
  Math: "cat-math",
  Matrix: "cat-matrix",
  Source: "cat-source",
  "Input/Output": "cat-input-output",
};

/** The hue of a module category; a neutral grey for a category without one. */
export const categoryColorName = (category: string): ColorName => categories[category] ?? "cat-other";

/** The red, green and blue of a colour, from 0 to 255; of a see-through one, without what it lets through. */
export function rgbOf(color: string): readonly [number, number, number] {
  const oklch = color.match(/^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/);
  if (oklch) return rgbOfOklch(Number(oklch[1]), Number(oklch[2]), Number(oklch[3]));
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return [r, g, b];
}

/** Lightness, chroma and hue in degrees as sRGB: https://bottosson.github.io/posts/oklab/ */
function rgbOfOklch(lightness: number, chroma: number, hue: number): readonly [number, number, number] {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    byteOf(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    byteOf(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    byteOf(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** A linear part of a colour, from 0 to 1, as sRGB's byte. */
function byteOf(linear: number): number {
  const within = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (within <= 0.0031308 ? 12.92 * within : 1.055 * within ** (1 / 2.4) - 0.055));
}

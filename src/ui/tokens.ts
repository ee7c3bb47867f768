// Owns the theme of now for code: a category's hue as CSS, and colours for painting on a <canvas>.
import { type ColorMap, colorMapOf, type Rgb } from "../scene/colors.ts";
import { type ColorName, categoryColorName, rgbOf, themes } from "../scene/theme.ts";

/** The CSS value of a module category's hue, e.g. `var(--cat-pooling)`; a neutral grey for a category without one. */
export const categoryColor = (category: string): string => `var(--${categoryColorName(category)})`;

function themeOfNow() {
  const { theme } = document.documentElement.dataset;
  const dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  return themes[dark ? "dark" : "light"];
}

/** A colour in the theme of now, as `[r, g, b]` from 0 to 255. Read it again when the theme changes. */
export const readColor = (name: ColorName): Rgb => rgbOf(themeOfNow()[name]);

/** The colours of a tensor's values between these bounds, in the theme of now. */
export const colorMap = (min: number, max: number): ColorMap => colorMapOf(min, max, themeOfNow());

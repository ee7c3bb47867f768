// Tests of theme.css: contrast as WCAG 2.2 AA asks, in both themes, and the same colours as the typed theme.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { rgbOf, type Scheme, themes } from "../scene/theme.ts";

const css = readFileSync(new URL("./theme.css", import.meta.url), "utf8");

/** Every custom property of theme.css that is a colour, in one scheme. */
function cssColors(scheme: Scheme): Readonly<Record<string, string>> {
  const declared = new Map(
    [...css.matchAll(/^ {2}--([\w-]+):\s*([^;]+);/gm)].map(([, name, value]) => [name!, value!]),
  );
  const plainOf = (value: string): string => {
    const other = value.match(/^var\(--([\w-]+)\)$/);
    if (other) return plainOf(declared.get(other[1]!)!);
    return value.match(/^light-dark\((.+), (\S.*)\)$/)?.[scheme === "light" ? 1 : 2] ?? value;
  };
  const values = [...declared].map(([name, value]) => [name, plainOf(value)] as const);
  return Object.fromEntries(values.filter(([, value]) => /^(?:#[0-9a-f]+|oklch\([\d. ]+\))$/.test(value)));
}

test.each(["light", "dark"] as const)("theme.css has the colours of the typed %s theme, and no others", (scheme) => {
  expect(cssColors(scheme)).toEqual(themes[scheme]);
});

test("a colour's parts are sRGB's, of OKLCH within a rounding", () => {
  expect(rgbOf("#c2540a")).toEqual([194, 84, 10]);
  expect(rgbOf("oklch(1 0 0)")).toEqual([255, 255, 255]);
  // The primaries of CSS Color 4.
  expect(rgbOf("oklch(0.627955 0.257683 29.2338)")).toEqual([255, 0, 0]);
  expect(rgbOf("oklch(0.452014 0.313214 264.052)")).toEqual([0, 0, 255]);
});

function token(name: string, theme: Scheme): string {
  const value = cssColors(theme)[name.slice(2)];
  if (!value?.startsWith("#")) throw new Error(`theme.css has no ${name} of two plain colours`);
  return value;
}

// https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

const surfaces = ["--bg-canvas", "--bg-panel", "--bg-raised", "--bg-sunken", "--bg-hover"];

const readable: readonly (readonly [string, readonly string[]])[] = [
  ["--text", [...surfaces, "--bg-active", "--accent-bg", "--selection", "--danger-bg", "--warning-bg"]],
  ["--text-muted", [...surfaces, "--bg-active"]],
  ["--text-faint", surfaces],
  ["--accent-text", [...surfaces, "--accent-bg"]],
  ["--danger-text", [...surfaces, "--danger-bg"]],
  ["--warning-text", [...surfaces, "--warning-bg"]],
  ["--success-text", [...surfaces, "--success-bg"]],
  ["--on-accent", ["--accent", "--accent-hover"]],
  ["--on-danger", ["--danger", "--danger-hover"]],
  ["--on-tooltip", ["--bg-tooltip"]],
  ["--on-tooltip-muted", ["--bg-tooltip"]],
];

const visible = ["--border-control", "--accent", "--focus", "--danger", "--tensor-negative", "--tensor-positive"];

describe.each(["light", "dark"] as const)("%s theme", (theme) => {
  test.each(readable)("%s can be read: 4.5:1", (text, backgrounds) => {
    for (const bg of backgrounds) {
      expect(contrast(token(text, theme), token(bg, theme)), `on ${bg}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(visible)("%s stands out: 3:1", (color) => {
    for (const bg of ["--bg-canvas", "--bg-panel", "--bg-raised"]) {
      expect(contrast(token(color, theme), token(bg, theme)), `on ${bg}`).toBeGreaterThanOrEqual(3);
    }
  });
});

test("every module category has a hue", async () => {
  const { categoryColor } = await import("./tokens.ts");
  const categories =
    "Convolution Pooling Padding Activation Normalization Linear Dropout Recurrent Transformer Sparse Vision Shape Distance Loss Merge Input/Output";
  for (const category of categories.split(" ")) {
    const name = categoryColor(category).slice(4, -1);
    expect(css).toContain(`${name}: `);
    expect(name).not.toBe("--cat-other");
  }
});

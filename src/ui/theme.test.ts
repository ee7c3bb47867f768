// Tests of theme.css: contrast as WCAG 2.2 AA asks, in both themes.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("./theme.css", import.meta.url), "utf8");

function token(name: string, theme: "light" | "dark"): string {
  const pair = css.match(new RegExp(`${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`));
  if (!pair) throw new Error(`theme.css has no ${name} of two plain colours`);
  return theme === "light" ? pair[1]! : pair[2]!;
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

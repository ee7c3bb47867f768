// The table of font metrics beside the browser's own measure: letter by letter, and the texts of cards as they stand.
import { type Face, type Font, textWidth } from "../src/scene/font_metrics.ts";
import { expect, test } from "./editor.ts";

const samples = [
  "conv1",
  "down1_conv2",
  "MultiheadAttention",
  "out_channels=16, kernel_size=5",
  "[1, 16, 24, 24]",
  "1,234,567 params",
  "−0.123 … 1.2e6",
  "μ 0.25 σ −3.2e−5",
];

/** How wide the browser makes texts at 100 px in a family, and whether it has the fonts the table is of. */
const measured = async (
  page: import("@playwright/test").Page,
  families: string,
  weight: number,
  texts: readonly string[],
): Promise<readonly number[]> =>
  page.evaluate(
    ([font, lines]) => {
      const context = document.createElement("canvas").getContext("2d")!;
      context.font = font;
      return lines.map((line) => context.measureText(line).width);
    },
    [`${weight} 100px ${families}`, texts] as const,
  );

const cases: readonly (readonly [Font, string, number])[] = [
  ["ui", "DejaVu Sans", 400],
  ["strong", "DejaVu Sans", 600],
  ["mono", "DejaVu Sans Mono", 400],
];

test("a text is as wide as the table of font metrics says", async ({ editor: { page } }) => {
  for (const [font, family, weight] of cases) {
    const [serif, mono] = [
      await measured(page, `"${family}", serif`, weight, samples),
      await measured(page, `"${family}", cursive`, weight, samples),
    ];
    // Where the font is missing its like stands in for it, which is less than a fifth narrower or wider.
    const near = serif.every((width, i) => width === mono[i]) ? 0.03 : 0.2;
    const widths = await measured(
      page,
      `"${family}", ${font === "mono" ? "monospace" : "sans-serif"}`,
      weight,
      samples,
    );
    samples.forEach((text, i) => {
      const told = textWidth(text, { font, size: 100 });
      expect(Math.abs(told / widths[i]! - 1), `${text} in ${family}`).toBeLessThan(near);
    });
  }
});

test("the texts of cards and labels are as wide as the scene says", async ({ editor }) => {
  const drawn = await editor.page.evaluate(() => {
    const parts = document.querySelectorAll("[data-node] span, [data-edge] span");
    const range = document.createRange();
    return [...parts].flatMap((part) => {
      const text = part.firstChild;
      if (part.childNodes.length !== 1 || text?.nodeType !== Node.TEXT_NODE || !text.textContent) return [];
      range.selectNodeContents(part);
      const { width } = range.getBoundingClientRect();
      const { fontSize, fontWeight, fontFamily, letterSpacing } = getComputedStyle(part);
      const zoom = part.getBoundingClientRect().height / (part as HTMLElement).offsetHeight;
      const spacing = (Number.parseFloat(letterSpacing) || 0) / Number.parseFloat(fontSize);
      const family = fontFamily.includes("monospace") ? "mono" : Number(fontWeight) >= 600 ? "strong" : "ui";
      const cut = part.scrollWidth > (part as HTMLElement).clientWidth && (part as HTMLElement).clientWidth > 0;
      if (width === 0 || cut) return [];
      return [{ text: text.textContent, width: width / zoom, size: Number.parseFloat(fontSize), spacing, family }];
    });
  });
  expect(drawn.length).toBeGreaterThan(10);
  for (const { text, width, size, spacing, family } of drawn) {
    const face: Face = { font: family as Font, size, spacing };
    // The app's own font may be another than the table's.
    expect(Math.abs(textWidth(text, face) - width), `${text} in ${family} of ${size}`).toBeLessThan(0.2 * width + 1);
  }
});

// Owns the two kinds of plots: curves of cost against size, and how many times slower than ours everyone is.

import { short } from "./format.ts";
import { at, legend, line, logScale, lookOf, mark, type Point, picture, text, ticks } from "./svg.ts";

const grid = "#e5e7eb";

export interface Series {
  readonly name: string;
  /** In ascending order of x; both greater than 0. */
  readonly points: readonly Point[];
}

/**
 * Curves on logarithmic axes; the horizontal one is marked at every x that occurs.
 * @throws without a single point
 */
export function curvePlot(title: string, xLabel: string, yLabel: string, series: readonly Series[]): string {
  const points = series.flatMap((one) => one.points);
  if (points.length === 0) throw new Error(`${title}: nothing to draw`);
  const [width, height] = [640, 400];
  const area = { left: 64, right: width - 24, top: 48, bottom: height - 56 };
  const sizes = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b);
  const levels = ticks(points.map(({ y }) => y));
  const across = logScale(sizes[0]!, sizes.at(-1)!, area.left + 12, area.right - 12);
  const up = logScale(levels[0]!, levels.at(-1)!, area.bottom, area.top);
  const content: string[] = [];
  for (const level of levels) {
    const y = up(level);
    content.push(line({ x: area.left, y }, { x: area.right, y }, grid));
    content.push(text({ x: area.left - 8, y: y + 4 }, short(level), { anchor: "end" }));
  }
  for (const size of sizes) {
    const x = across(size);
    content.push(line({ x, y: area.bottom }, { x, y: area.bottom + 5 }, "#9ca3af"));
    content.push(text({ x, y: area.bottom + 20 }, short(size), { anchor: "middle" }));
  }
  content.push(text({ x: (area.left + area.right) / 2, y: height - 14 }, xLabel, { anchor: "middle" }));
  content.push(text({ x: 16, y: 42 }, yLabel, { size: 11 }));
  for (const [i, one] of series.entries()) {
    const look = lookOf(i);
    const places = one.points.map(({ x, y }) => ({ x: across(x), y: up(y) }));
    const path = places.map(({ x, y }, step) => `${step === 0 ? "M" : "L"}${at(x)} ${at(y)}`).join("");
    content.push(`<path d="${path}" fill="none" stroke="${look.colour}" stroke-width="2"/>`);
    content.push(...places.map((place) => mark(place, look)));
  }
  content.push(
    legend(
      { x: area.left + 24, y: area.top + 16 },
      series.map(({ name }, i) => ({ name, look: lookOf(i) })),
    ),
  );
  return picture(width, height, title, content);
}

export interface RatioRow {
  readonly label: string;
  /** By the contestant's name. */
  readonly ratios: Readonly<Record<string, number>>;
}

/**
 * One line for each work, a mark for each contestant: its time over ours, which is the line at 1.
 * @throws without a single ratio
 */
export function ratioPlot(title: string, names: readonly string[], rows: readonly RatioRow[]): string {
  const values = rows.flatMap(({ ratios }) => Object.values(ratios));
  if (values.length === 0) throw new Error(`${title}: nothing to draw`);
  const present = names.filter((name) => rows.some(({ ratios }) => name in ratios));
  const rowHeight = 22;
  const legendHeight = 18 * present.length + 8;
  const [width, top] = [760, 48 + legendHeight];
  const bottom = top + rowHeight * rows.length;
  const area = { left: 300, right: width - 32 };
  const levels = ticks([...values, 1]);
  const across = logScale(levels[0]!, levels.at(-1)!, area.left, area.right);
  const content: string[] = [];
  const marks = present.map((name) => ({ name, look: lookOf(names.indexOf(name) + 1) }));
  content.push(legend({ x: area.left, y: 52 }, marks));
  for (const level of levels) {
    const x = across(level);
    content.push(line({ x, y: top }, { x, y: bottom }, level === 1 ? lookOf(0).colour : grid, level === 1 ? 2 : 1));
    content.push(text({ x, y: bottom + 18 }, `${short(level)}×`, { anchor: "middle", size: 11 }));
  }
  for (const [i, { label, ratios }] of rows.entries()) {
    const y = top + rowHeight * (i + 0.5);
    content.push(text({ x: area.left - 12, y: y + 4 }, label, { anchor: "end" }));
    for (const { name, look } of marks) {
      const ratio = ratios[name];
      if (ratio !== undefined) content.push(mark({ x: across(ratio), y }, look));
    }
  }
  return picture(width, bottom + 34, title, content);
}

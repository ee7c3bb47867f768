// Owns the parts that the plots share: escaped text, an axis of powers, marks and their legend, the frame around them.

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Colours that tell apart on white, also for people who see few; one mark each besides. */
const looks = [
  { colour: "#1d4ed8", mark: "circle" },
  { colour: "#c2410c", mark: "square" },
  { colour: "#047857", mark: "diamond" },
  { colour: "#a21caf", mark: "triangle" },
  { colour: "#92400e", mark: "cross" },
  { colour: "#334155", mark: "ring" },
] as const;

export type Look = (typeof looks)[number];

/** The look of the series with this number, the same in every plot. */
export const lookOf = (index: number): Look => looks[index % looks.length]!;

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => entities[letter]!);

/** Coordinates with one decimal: finer than a pixel, and the same from every run of the same figures. */
export const at = (value: number): string => String(Number(value.toFixed(1)));

export function text(
  { x, y }: Point,
  content: string,
  { anchor = "start", size = 12, colour = "#374151" }: { anchor?: string; size?: number; colour?: string } = {},
): string {
  const place = `x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" font-size="${size}" fill="${colour}"`;
  return `<text ${place}>${escaped(content)}</text>`;
}

export const line = (from: Point, to: Point, colour: string, width = 1): string =>
  `<path d="M${at(from.x)} ${at(from.y)}L${at(to.x)} ${at(to.y)}" stroke="${colour}" stroke-width="${width}"/>`;

/** A mark of about nine pixels around a point. */
export function mark({ x, y }: Point, { colour, mark: kind }: Look): string {
  const path = (d: string): string => `<path d="${d}" fill="${colour}"/>`;
  const [left, right, top, bottom] = [at(x - 4), at(x + 4), at(y - 4), at(y + 4)];
  switch (kind) {
    case "circle":
      return `<circle cx="${at(x)}" cy="${at(y)}" r="4.5" fill="${colour}"/>`;
    case "ring":
      return `<circle cx="${at(x)}" cy="${at(y)}" r="3.5" fill="none" stroke="${colour}" stroke-width="2"/>`;
    case "square":
      return path(`M${left} ${top}H${right}V${bottom}H${left}Z`);
    case "diamond":
      return path(`M${at(x)} ${at(y - 5)}L${at(x + 5)} ${at(y)}L${at(x)} ${at(y + 5)}L${at(x - 5)} ${at(y)}Z`);
    case "triangle":
      return path(`M${at(x)} ${at(y - 5)}L${at(x + 5)} ${bottom}H${at(x - 5)}Z`);
    case "cross":
      return `<path d="M${left} ${top}L${right} ${bottom}M${right} ${top}L${left} ${bottom}" stroke="${colour}" stroke-width="2"/>`;
    default:
      return kind satisfies never;
  }
}

/** Names beside their marks, one below the other. */
export const legend = (place: Point, names: readonly { readonly name: string; readonly look: Look }[]): string =>
  names
    .map(({ name, look }, i) => {
      const y = place.y + 18 * i;
      return mark({ x: place.x, y: y - 4 }, look) + text({ x: place.x + 12, y }, name);
    })
    .join("\n");

/** Where a value lies between two ends, on a scale on which equal factors are equal steps. */
export function logScale(low: number, high: number, from: number, to: number): (value: number) => number {
  const span = Math.log(high / low);
  return (value) => (span === 0 ? (from + to) / 2 : from + ((to - from) * Math.log(value / low)) / span);
}

/** 1, 2 and 5 times the powers of ten that enclose the values, from the last below to the first above. */
export function ticks(values: readonly number[]): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(low)) - 1; power <= Math.ceil(Math.log10(high)); power++)
    for (const step of [1, 2, 5]) all.push(Number(`${step}e${power}`));
  const first = all.findLastIndex((tick) => tick <= low);
  const last = all.findIndex((tick) => tick >= high);
  const enclosing = all.slice(first, last + 1);
  // Over more than three powers of ten, the powers and the two ends are enough.
  if (enclosing.length <= 10) return enclosing;
  return enclosing.filter((tick, i) => i === 0 || i === enclosing.length - 1 || Number.isInteger(Math.log10(tick)));
}

/** A whole picture on white, so that it can be read on any page. */
export function picture(width: number, height: number, title: string, content: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}" font-family="system-ui, sans-serif">`,
    `<rect width="${width}" height="${height}" rx="8" fill="#ffffff"/>`,
    text({ x: 16, y: 26 }, title, { size: 15, colour: "#111827" }),
    ...content,
    "</svg>",
    "",
  ].join("\n");
}

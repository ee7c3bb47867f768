// Owns the ten digits drawn for this app: lines in a unit box, painted white on black at any size.
import { type Line, rasterize } from "./strokes.ts";

const arcSteps = 24;

/** Points of an ellipse's arc, in degrees clockwise from the right. */
function arc(cx: number, cy: number, rx: number, ry: number, from: number, to: number): number[] {
  return Array.from({ length: arcSteps + 1 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / arcSteps) * Math.PI) / 180;
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  }).flat();
}

const turned = (line: Line): Line => line.map((value) => 1 - value);

const six: readonly Line[] = [arc(0.78, 0.68, 0.56, 0.63, 255, 180), arc(0.5, 0.69, 0.28, 0.26, 0, 360)];

const glyphs: readonly (readonly Line[])[] = [
  [arc(0.5, 0.5, 0.3, 0.45, 0, 360)],
  [[0.32, 0.24, 0.54, 0.05, 0.54, 0.95]],
  [[...arc(0.5, 0.28, 0.28, 0.23, 190, 390), 0.2, 0.94, 0.82, 0.94]],
  [arc(0.47, 0.27, 0.27, 0.22, 200, 450), arc(0.47, 0.725, 0.31, 0.235, 270, 520)],
  [[0.64, 0.95, 0.64, 0.05, 0.16, 0.68, 0.88, 0.68]],
  [[0.77, 0.06, 0.31, 0.06, 0.26, 0.46, ...arc(0.47, 0.67, 0.31, 0.27, 220, 510)]],
  six,
  [[0.18, 0.07, 0.82, 0.07, 0.42, 0.95]],
  [arc(0.5, 0.27, 0.23, 0.215, 0, 360), arc(0.5, 0.72, 0.29, 0.235, 0, 360)],
  six.map(turned),
];

// As in MNIST: a 20×20 digit in a 28×28 picture, lines about 2.6 pixels wide.
const side = 20 / 28;
const lineRadius = 1.3 / 20;

/** A digit (0 to 9) as a (height, width) array of values 0 to 1, in the middle, undistorted. */
export function drawDigit(digit: number, width: number, height: number): Float32Array {
  const size = side * Math.min(width, height);
  const left = (width - size) / 2;
  const top = (height - size) / 2;
  const lines = glyphs[digit % 10]!.map((line) => line.map((value, i) => (i % 2 === 0 ? left : top) + value * size));
  return rasterize(lines, width, height, Math.max(0.5, lineRadius * size));
}

/** The digit that sample `index` of a batch shows: 7 first. */
export const digitOf = (index: number): number => (index + 7) % 10;

/** Red, green, blue of the digit, of the ground at the top left and at the bottom right. */
const palettes = [
  { ink: [1, 0.84, 0.31], from: [0.07, 0.15, 0.36], to: [0.24, 0.1, 0.38] },
  { ink: [0.99, 0.55, 0.42], from: [0.03, 0.26, 0.28], to: [0.08, 0.12, 0.34] },
  { ink: [0.55, 0.93, 0.78], from: [0.29, 0.08, 0.24], to: [0.09, 0.09, 0.28] },
] as const;

/** A digit in colour on a ground that changes from corner to corner: (3, height, width), values 0 to 1. */
export function drawColorDigit(digit: number, width: number, height: number): Float32Array {
  const mask = drawDigit(digit, width, height);
  const { ink, from, to } = palettes[digit % palettes.length]!;
  const out = new Float32Array(3 * mask.length);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const along = (x + y) / Math.max(1, width + height - 2);
        const ground = from[c]! + (to[c]! - from[c]!) * along;
        const covered = mask[y * width + x]!;
        out[c * mask.length + y * width + x] = ground + (ink[c]! - ground) * covered;
      }
    }
  }
  return out;
}

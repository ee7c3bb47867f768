// Owns the painting of lines into an array: distance to the line, anti-aliased, smoothed where a hand drew it.

/** A line through points in pixels: `x0, y0, x1, y1, …`. One point is a dot. */
export type Line = readonly number[];

/**
 * Paints round lines of a radius (in pixels) into a fresh (height, width) array: 1 within a line, 0 outside, and in the
 * pixel on its border the part of it that is covered, taken from the distance of the pixel's centre.
 */
export function rasterize(lines: readonly Line[], width: number, height: number, radius: number): Float32Array {
  const out = new Float32Array(width * height);
  for (const line of lines) {
    for (let i = 0; i + 1 < line.length; i += 2) {
      // The last point closes no segment, except where it is the only one.
      const j = i + 3 < line.length ? i + 2 : i;
      if (j === i && i > 0) break;
      paintSegment(out, width, height, radius, line[i]!, line[i + 1]!, line[j]!, line[j + 1]!);
    }
  }
  return out;
}

function paintSegment(
  out: Float32Array,
  width: number,
  height: number,
  radius: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): void {
  const reach = radius + 0.5;
  const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
  const right = Math.min(width - 1, Math.ceil(Math.max(x0, x1) + reach));
  const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(y0, y1) + reach));
  const dx = x1 - x0;
  const dy = y1 - y0;
  const squared = dx * dx + dy * dy;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const px = x + 0.5 - x0;
      const py = y + 0.5 - y0;
      const along = squared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
      const covered = reach - Math.hypot(px - along * dx, py - along * dy);
      const at = y * width + x;
      if (covered > out[at]!) out[at] = Math.min(1, covered);
    }
  }
}

/** Rounds the corners of a line by cutting them off again and again (Chaikin 1974); its ends stay. */
export function smooth(line: Line, rounds = 2): Line {
  let points = line;
  for (let round = 0; round < rounds && points.length > 4; round++) {
    const next = [points[0]!, points[1]!];
    for (let i = 0; i + 3 < points.length; i += 2) {
      const [x0, y0, x1, y1] = [points[i]!, points[i + 1]!, points[i + 2]!, points[i + 3]!];
      next.push(0.75 * x0 + 0.25 * x1, 0.75 * y0 + 0.25 * y1, 0.25 * x0 + 0.75 * x1, 0.25 * y0 + 0.75 * y1);
    }
    next.push(points.at(-2)!, points.at(-1)!);
    points = next;
  }
  return points;
}

const brush = 0.045;

/** A drawing, its strokes from 0 to 1, as a (height, width) array of values 0 to 1. */
export function rasterizeDrawing(strokes: readonly Line[], width: number, height: number): Float32Array {
  const lines = strokes.map((stroke) => smooth(stroke).map((value, i) => value * (i % 2 === 0 ? width : height)));
  return rasterize(lines, width, height, Math.max(0.6, brush * Math.min(width, height)));
}

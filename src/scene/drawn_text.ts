// Owns a line of text as it is drawn: where it stands, in which face and colour, cut to the room it has.
import { type Face, fitText, textWidth } from "./font_metrics.ts";

export interface DrawnText extends Face {
  readonly text: string;
  /** Where its first letter begins, and its base line. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly color: string;
}

/** A text from `x` on, no wider than `most`. */
export function drawText(text: string, face: Face, x: number, y: number, most: number, color: string): DrawnText {
  const fitting = fitText(text, face, most);
  return { ...face, text: fitting, x, y, width: textWidth(fitting, face), color };
}

/** The same ending at `right`. */
export function drawTextUpTo(
  right: number,
  text: string,
  face: Face,
  y: number,
  most: number,
  color: string,
): DrawnText {
  const drawn = drawText(text, face, 0, y, most, color);
  return { ...drawn, x: right - drawn.width };
}

// Owns an edge's label as it is drawn: shape, picture and statistics, by the sizes of src/canvas/EdgeLabel.module.css.
import { printShape } from "../../engine/core/shape.ts";
import { printPort } from "../../engine/graph/graph.ts";
import type { Activation } from "../../workers/protocol.ts";
import type { Rect } from "../document/room.ts";
import { colorMapOf } from "./colors.ts";
import { type DrawnText, drawText } from "./drawn_text.ts";
import type { Face } from "./font_metrics.ts";
import { centered, labelSize, thumbnailSize } from "./geometry.ts";
import { statisticsLines, whyNoShape } from "./label_texts.ts";
import type { SceneOptions } from "./options.ts";
import { type Pixels, paintPicture } from "./paint.ts";
import { rgbOf, type Theme } from "./theme.ts";
import type { WireView } from "./wires.ts";

export interface SceneLabel {
  readonly rect: Rect;
  readonly fill: string;
  readonly border: string;
  readonly texts: readonly DrawnText[];
  readonly picture: {
    readonly rect: Rect;
    readonly pixels: Pixels;
    readonly kind: Activation["picture"]["kind"];
  } | null;
}

/** Frame and padding; with them, three lines beside a picture take the room that ways leave for a label. */
const edge = 4;

interface Line {
  readonly text: string;
  readonly face: Face;
  readonly height: number;
  readonly color: string;
}

/** A label around the middle that its wire gives it, as large as what it says, and never larger than its room. */
export function drawLabel(
  view: WireView,
  activations: Readonly<Record<string, Activation>>,
  options: SceneOptions,
): SceneLabel {
  const { theme, show } = options;
  const shown = view.shape && show.activations !== false ? activations[printPort(view.port)] : undefined;
  const picture = shown ? thumbnailSize : 0;
  const before = edge + (shown ? picture + 6 + 1 : 4);
  const most = labelSize.width - before - edge - 4;
  const lines = linesOf(view, shown, options).map((line) => ({
    line,
    drawn: drawText(line.text, line.face, 0, 0, most, line.color),
  }));
  const high = lines.reduce((sum, { line }) => sum + line.height, 0);
  const width =
    lines.length === 0 && !shown ? 0 : before + Math.max(0, ...lines.map(({ drawn }) => drawn.width)) + 4 + edge;
  const height = width === 0 ? 0 : Math.max(picture, high) + 2 * edge;
  const rect = centered(view.route.label, { width, height });
  let top = rect.y + (rect.height - high) / 2;
  const texts = lines.map(({ line, drawn }) => {
    const y = top + line.height / 2 + line.face.size * 0.36;
    top += line.height;
    return { ...drawn, x: rect.x + before, y };
  });
  const wrong = view.problem !== null || (view.cause?.own ?? false);
  return {
    rect,
    fill: theme["bg-panel"],
    border: wrong ? theme.danger : theme.border,
    texts,
    picture: shown ? pictureAt(rect, shown, theme) : null,
  };
}

function linesOf(view: WireView, shown: Activation | undefined, { theme, t, show }: SceneOptions): readonly Line[] {
  const { shape } = view;
  if (!shape) {
    const color = view.cause?.own ? theme["danger-text"] : theme["text-muted"];
    return [{ text: whyNoShape(view, t), face: { font: "ui", size: 10.5 }, height: 14, color }];
  }
  const text = printShape(shape);
  const size = Math.max(8, Math.min(11.5, 112 / text.length / 0.6));
  const lines: Line[] =
    show.shapes === false ? [] : [{ text, face: { font: "mono", size }, height: 16, color: theme.text }];
  const face: Face = { font: "mono", size: 10, spacing: -0.03 };
  for (const told of shown ? statisticsLines(shown.stats) : []) {
    lines.push({ text: told, face, height: 12, color: theme["text-muted"] });
  }
  return lines;
}

function pictureAt(label: Rect, { picture, stats }: Activation, theme: Theme): SceneLabel["picture"] {
  const rect = {
    x: label.x + edge,
    y: label.y + (label.height - thumbnailSize) / 2,
    width: thumbnailSize,
    height: thumbnailSize,
  };
  const pixels = paintPicture(picture, {
    colors: colorMapOf(stats.min, stats.max, theme),
    negative: rgbOf(theme["tensor-negative"]),
    positive: rgbOf(theme["tensor-positive"]),
    side: 2 * thumbnailSize,
  });
  return { rect, pixels, kind: picture.kind };
}

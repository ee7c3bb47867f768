// Owns a card as it is drawn: its frame, its rows of text and its ports, by the sizes of src/canvas/NodeCard.module.css.
import type { Rect } from "../document/room.ts";
import { type Card, cardRect, portPoint } from "./cards.ts";
import { type DrawnText, drawText, drawTextUpTo } from "./drawn_text.ts";
import { type Face, textWidth } from "./font_metrics.ts";
import { type Point, portRow } from "./geometry.ts";
import type { SceneOptions } from "./options.ts";
import { categoryColorName, type Theme } from "./theme.ts";

export interface ScenePort {
  readonly side: "inputs" | "outputs";
  readonly label: string;
  readonly at: Point;
  readonly color: string;
  readonly filled: boolean;
  /** Its name inside the card, where the card has several on that side. */
  readonly name: DrawnText | null;
}

export interface SceneCard {
  readonly id: string;
  readonly rect: Rect;
  readonly fill: string;
  readonly border: string;
  /** Of the strip along its left edge. */
  readonly hue: string;
  /** Where it waits for others before its shape is known. */
  readonly dashed: boolean;
  readonly texts: readonly DrawnText[];
  readonly ports: readonly ScenePort[];
}

const padding = { left: 13, right: 10, top: 8 } as const;
const rowHeight = 16;
/** From a row's top to its base line. */
const base = 12;
const gap = 6;

export function drawCard(card: Card, options: SceneOptions): SceneCard {
  const { view } = card;
  const { theme } = options;
  const rect = cardRect(card);
  const failed = view.severity === "error";
  return {
    id: view.id,
    rect,
    fill: failed ? theme["danger-bg"] : theme["bg-panel"],
    border: failed ? theme.danger : theme["border-strong"],
    hue: theme[categoryColorName(view.category)],
    dashed: view.state === "waiting",
    texts: rowsOf(card, rect, options),
    ports: [...portsOn(card, "inputs", theme), ...portsOn(card, "outputs", theme)],
  };
}

function rowsOf({ view }: Card, rect: Rect, { theme, t, show }: SceneOptions): readonly DrawnText[] {
  const { name, module, args, shape, parameters, inputs } = view;
  const left = rect.x + padding.left;
  const right = rect.x + rect.width - padding.right;
  const room = right - left;
  let y = rect.y + padding.top + (inputs.length > 1 ? portRow : 0) + base;
  // The class is told whole, as the canvas does: the name gives way.
  const classFace: Face = { font: "ui", size: Math.min(11.5, 122 / module.length / 0.55) };
  const classText = drawTextUpTo(right, module, classFace, y, room, theme["text-muted"]);
  const texts = [
    drawText(name, { font: "strong", size: 12.5 }, left, y, room - classText.width - gap, theme.text),
    classText,
  ];
  if (args !== "") {
    y += rowHeight;
    const face: Face = { font: "mono", size: 10.5 };
    if (show.arguments !== false) texts.push(drawText(args, face, left, y, room, theme["text-muted"]));
  }
  y += rowHeight;
  const count = parameters > 0 && show.parameters !== false ? t("canvas.parameters", { count: parameters }) : "";
  const told = show.shapes === false ? "" : (shape ?? "—");
  const fit = 150 / Math.max(1, told.length + count.length) / 0.57;
  const countFace: Face = { font: "ui", size: Math.max(8, Math.min(10, fit)) };
  const taken = count === "" ? 0 : textWidth(count, countFace) + gap;
  if (told !== "") {
    const face: Face = { font: "mono", size: Math.max(8, Math.min(10.5, fit)), spacing: -0.03 };
    texts.push(drawText(told, face, left, y, room - taken, theme.text));
  }
  if (count !== "") texts.push(drawTextUpTo(right, count, countFace, y, room, theme["text-faint"]));
  return texts;
}

function portsOn(card: Card, side: ScenePort["side"], theme: Theme): readonly ScenePort[] {
  const views = card.view[side];
  const rect = cardRect(card);
  const face: Face = { font: "ui", size: 9, spacing: -0.02 };
  return views.flatMap(({ port, label, connected }) => {
    const at = portPoint(card, side, port);
    if (!at) return [];
    const y = side === "inputs" ? rect.y + 15 : rect.y + rect.height - 8;
    const text = drawText(label, face, 0, y, 184 / views.length - 3, theme["text-muted"]);
    const name = views.length > 1 ? { ...text, x: at.x - text.width / 2 } : null;
    return [{ side, label, at, color: theme.edge, filled: connected, name }];
  });
}

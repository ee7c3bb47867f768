// A scene written as SVG, plainly: what tests look at to know that all of it can be drawn without a page.
import type { DrawnText } from "./drawn_text.ts";
import type { Scene } from "./scene.ts";

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const element = (tag: string, attributes: Readonly<Record<string, string | number>>, inner = ""): string =>
  `<${tag}${Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join("")}>${inner}</${tag}>`;

const families = { ui: "DejaVu Sans", strong: "DejaVu Sans", mono: "DejaVu Sans Mono" } as const;

const textElement = ({ text, x, y, font, size, spacing = 0, color }: DrawnText): string =>
  element(
    "text",
    {
      x,
      y,
      fill: color,
      "font-family": families[font],
      "font-size": size,
      "font-weight": font === "strong" ? 600 : 400,
      "letter-spacing": spacing * size,
    },
    escaped(text),
  );

export function svgOf({ bounds, background, cards, wires }: Scene): string {
  const lines = wires.map(({ id, path, color, dashed }) =>
    element("path", {
      id,
      d: path,
      stroke: color,
      "stroke-width": 1.75,
      fill: "none",
      ...(dashed && { "stroke-dasharray": 4 }),
    }),
  );
  const boxes = cards.map(({ id, rect, fill, border, hue, texts, ports }) =>
    element(
      "g",
      { id },
      element("rect", { ...rect, rx: 8, fill, stroke: border }) +
        element("rect", { ...rect, width: 5, rx: 2, fill: hue }) +
        ports
          .map(({ at, color, filled, name }) => {
            const dot = element("circle", { cx: at.x, cy: at.y, r: 4, stroke: color, fill: filled ? color : fill });
            return dot + (name ? textElement(name) : "");
          })
          .join("") +
        texts.map(textElement).join(""),
    ),
  );
  const labels = wires.map(({ id, label: { rect, fill, border, texts, picture } }) =>
    element(
      "g",
      { id: `label ${id}` },
      element("rect", { ...rect, rx: 6, fill, stroke: border }) +
        (picture ? element("rect", { ...picture.rect, class: picture.kind, fill: border }) : "") +
        texts.map(textElement).join(""),
    ),
  );
  const { x, y, width, height } = bounds;
  const ground = element("rect", { ...bounds, fill: background });
  const all = [ground, ...lines, ...boxes, ...labels].join("\n");
  return element("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `${x} ${y} ${width} ${height}` }, all);
}

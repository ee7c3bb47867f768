// A small picture of a model: its layers as boxes in their categories' colours, its edges as lines.
import styles from "./GraphPicture.module.css";
import { categoryColor } from "./tokens.ts";

export interface GraphPictureProps {
  /** In units of its own; null shows an empty frame. */
  readonly picture: {
    readonly width: number;
    readonly height: number;
    readonly boxes: readonly { readonly x: number; readonly y: number; readonly category: string }[];
    readonly lines: readonly (readonly [x0: number, y0: number, x1: number, y1: number])[];
  } | null;
}

const box = { width: 200, height: 72 };

/** Decorative: what it shows is named beside it. */
export function GraphPicture({ picture }: GraphPictureProps) {
  if (!picture) return <span className={styles.frame} aria-hidden />;
  const { width, height, boxes, lines } = picture;
  const margin = 40;
  const view = `${-margin} ${-margin} ${width + 2 * margin} ${height + 2 * margin}`;
  return (
    <span className={styles.frame} aria-hidden>
      <svg viewBox={view} className={styles.picture} aria-hidden="true">
        {lines.map(([x0, y0, x1, y1]) => (
          <line key={`${x0} ${y0} ${x1} ${y1}`} x1={x0} y1={y0} x2={x1} y2={y1} className={styles.line} />
        ))}
        {boxes.map(({ x, y, category }) => (
          <rect key={`${x} ${y} ${category}`} x={x} y={y} {...box} rx={14} fill={categoryColor(category)} />
        ))}
      </svg>
    </span>
  );
}

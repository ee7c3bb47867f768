// Owns the picture of planes of values: a page of channels side by side, or one of them large.
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from "react";
import { type ColorMap, paintValues } from "../scene/colors.ts";
import { arrowStep, useWidth } from "./surface.ts";
import styles from "./Viewer.module.css";
import type { View } from "./view.ts";

export interface PlanesProps {
  readonly values: Float32Array;
  readonly view: View;
  /** The planes shown. */
  readonly first: number;
  readonly count: number;
  readonly colors: ColorMap;
  readonly label: string;
  /** Index of the value pointed at. */
  readonly cursor: number | null;
  readonly onCursor: (at: number | null) => void;
  /** Click or Enter on a plane. */
  readonly onPick?: ((plane: number) => void) | undefined;
}

const gap = 3;
const tallest = 420;

export function Planes(props: PlanesProps) {
  const { values, view, first, count, colors, label, cursor, onCursor, onPick } = props;
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const room = useWidth(frame);
  const square = Math.ceil(Math.sqrt(count * Math.max(1, view.height / view.width)));
  const columns = count <= 4 ? count : Math.min(8, square, count);
  const rows = Math.ceil(count / Math.max(1, columns));
  const fitted = (room - gap * (columns - 1)) / Math.max(1, columns);
  // One plane keeps within the panel; many may scroll.
  const cellWidth = count === 1 ? Math.min(fitted, (tallest * view.width) / view.height) : fitted;
  const cellHeight = Math.max(1, (cellWidth * view.height) / view.width);
  const width = Math.max(0, columns * cellWidth + gap * (columns - 1));
  const height = rows * cellHeight + gap * (rows - 1);
  const plane = view.height * view.width;

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || width <= 0) return;
    const ratio = window.devicePixelRatio;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    context.scale(element.width / width, element.height / height);
    context.imageSmoothingEnabled = false;
    const scratch = new OffscreenCanvas(view.width, view.height);
    const scratchContext = scratch.getContext("2d");
    for (let i = 0; i < count; i++) {
      const rgba = paintValues(values, (first + i) * plane, plane, colors);
      scratchContext?.putImageData(new ImageData(rgba, view.width, view.height), 0, 0);
      const x = (i % columns) * (cellWidth + gap);
      const y = Math.floor(i / columns) * (cellHeight + gap);
      // Many values to a pixel are averaged, few are shown as squares.
      context.imageSmoothingEnabled = view.width > cellWidth * ratio;
      context.drawImage(scratch, x, y, cellWidth, cellHeight);
    }
  }, [values, view, first, count, colors, columns, cellWidth, cellHeight, width, height, plane]);

  const place = (at: number) => {
    const i = Math.floor(at / plane) - first;
    const inPlane = at % plane;
    const side = cellWidth / view.width;
    return {
      left: (i % columns) * (cellWidth + gap) + (inPlane % view.width) * side,
      top: Math.floor(i / columns) * (cellHeight + gap) + Math.floor(inPlane / view.width) * (cellHeight / view.height),
      width: side,
      height: cellHeight / view.height,
    };
  };
  const valueAt = (event: MouseEvent): number | null => {
    const box = canvas.current?.getBoundingClientRect();
    if (!box) return null;
    const column = (event.clientX - box.left) / (cellWidth + gap);
    const row = (event.clientY - box.top) / (cellHeight + gap);
    const i = Math.floor(row) * columns + Math.floor(column);
    const x = Math.floor((((column % 1) * (cellWidth + gap)) / cellWidth) * view.width);
    const y = Math.floor((((row % 1) * (cellHeight + gap)) / cellHeight) * view.height);
    if (column < 0 || row < 0 || column >= columns || i >= count || x >= view.width || y >= view.height) return null;
    const at = (first + i) * plane + y * view.width + x;
    return at < view.size ? at : null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const from = cursor ?? first * plane;
    if (event.key === "Enter" && onPick) onPick(Math.floor(from / plane));
    else {
      const step = arrowStep(event.key, view.width);
      if (step === null || event.ctrlKey || event.metaKey || event.altKey) return;
      const next = cursor === null ? from : from + step;
      if (next >= first * plane && next < Math.min(view.size, (first + count) * plane)) onCursor(next);
    }
    event.preventDefault();
  };

  const shown = cursor !== null && cursor >= first * plane && cursor < (first + count) * plane ? cursor : null;
  return (
    <div ref={frame} className={styles.frame}>
      <div
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application role takes keys of its own.
        tabIndex={0}
        className={styles.surface}
        style={{ width, height }}
        aria-label={label}
        data-pick={onPick ? true : undefined}
        onMouseMove={(event) => onCursor(valueAt(event))}
        onMouseLeave={() => onCursor(null)}
        onClick={(event) => {
          const at = valueAt(event);
          if (at !== null) onPick?.(Math.floor(at / plane));
        }}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} aria-hidden />
        {shown === null ? null : <span className={styles.cursor} style={place(shown)} />}
      </div>
    </div>
  );
}

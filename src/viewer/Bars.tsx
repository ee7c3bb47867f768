// Owns the picture of a vector: a bar for each value, up or down from zero.
import { type KeyboardEvent, useEffect, useRef } from "react";
import { nonFinite } from "../scene/colors.ts";
import type { ColorName } from "../scene/theme.ts";
import { readColor } from "../ui/tokens.ts";
import { arrowStep, useThemeKey, useWidth } from "./surface.ts";
import styles from "./Viewer.module.css";
import { columnsOf } from "./view.ts";

export interface BarsProps {
  readonly values: Float32Array;
  /** The finite values' bounds. */
  readonly low: number;
  readonly high: number;
  readonly label: string;
  readonly cursor: number | null;
  readonly onCursor: (at: number | null) => void;
}

const height = 120;

export function Bars({ values, low, high, label, cursor, onCursor }: BarsProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(frame);
  const theme = useThemeKey();
  const count = values.length;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides which colours are read.
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || width === 0) return;
    const ratio = window.devicePixelRatio;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    // In pixels of the screen, and whole ones: a bar is sharp at any ratio.
    const [across, up] = [element.width, element.height];
    const bottom = Math.min(0, low);
    const span = Math.max(0, high) - bottom || 1;
    const y = (value: number) => Math.round(up - ((value - bottom) / span) * up);
    const color = (name: ColorName) => `rgb(${readColor(name).join(" ")})`;
    const [negative, positive] = [color("tensor-negative"), color("tensor-positive")];
    const columns = columnsOf(values, across);
    const space = across / columns.length > 4 * ratio ? Math.round(ratio) : 0;
    for (const [i, column] of columns.entries()) {
      const left = Math.round((i * across) / columns.length);
      const wide = Math.max(1, Math.round(((i + 1) * across) / columns.length) - left - space);
      const bar = (value: number, fill: string) => {
        context.fillStyle = fill;
        context.fillRect(left, Math.min(y(value), y(0)), wide, Math.max(1, Math.abs(y(value) - y(0))));
      };
      if (column.high >= 0) bar(column.high, positive);
      if (column.low < 0) bar(column.low, negative);
      if (column.finite) continue;
      context.fillStyle = `rgb(${nonFinite.join(" ")})`;
      context.fillRect(left, 0, wide, up);
    }
    context.fillStyle = color("canvas-dot");
    context.fillRect(0, Math.min(up - 1, y(0)), across, Math.max(1, Math.round(ratio)));
  }, [values, low, high, width, count, theme]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = arrowStep(event.key, 10);
    if (step === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onCursor(cursor === null ? 0 : Math.min(count - 1, Math.max(0, cursor + step)));
  };
  return (
    <div ref={frame} className={styles.frame}>
      <div
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application role takes keys of its own.
        tabIndex={0}
        className={styles.surface}
        style={{ width, height }}
        aria-label={label}
        onMouseMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const at = Math.floor(((event.clientX - box.left) / box.width) * count);
          onCursor(at >= 0 && at < count ? at : null);
        }}
        onMouseLeave={() => onCursor(null)}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} aria-hidden />
        {cursor === null ? null : (
          <span
            className={styles.cursor}
            style={{ left: (cursor * width) / count, top: 0, width: Math.max(1, width / count), height }}
          />
        )}
      </div>
    </div>
  );
}

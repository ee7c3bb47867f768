// The line between two panels that resizes one of them, by pointer or keyboard.
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { cx } from "./classes.ts";
import { rootScale } from "./rem.ts";
import styles from "./Splitter.module.css";

export interface SplitterProps {
  readonly label: string;
  /** "vertical": an upright line between columns; "horizontal": between rows. */
  readonly orientation: "vertical" | "horizontal";
  /** Size of the panel it resizes, in CSS pixels at the usual font size. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Which neighbour it resizes: the one before it (left, above) or after it (right, below). */
  readonly resizes: "before" | "after";
  readonly onChange: (value: number) => void;
  /** Double click goes back to this size. */
  readonly initial?: number | undefined;
  /** Id of the panel it resizes. */
  readonly controls?: string | undefined;
  readonly className?: string | undefined;
}

const STEP = 16;

/** A focusable `role="separator"`: drag it, or use the arrow keys (16 px, Shift 64 px), Home and End. */
export function Splitter(props: SplitterProps) {
  const { label, orientation, value, min, max, resizes, onChange, initial, controls, className } = props;
  const vertical = orientation === "vertical";
  const sign = resizes === "before" ? 1 : -1;
  const grip = useRef<{ at: number; value: number } | null>(null);
  const [dragging, setDragging] = useState(false);

  const change = (next: number) => {
    const kept = Math.round(Math.min(max, Math.max(min, next)));
    if (kept !== value) onChange(kept);
  };
  const position = (event: PointerEvent) => (vertical ? event.clientX : event.clientY);

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { at: position(event), value };
    setDragging(true);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (grip.current) change(grip.current.value + (sign * (position(event) - grip.current.at)) / rootScale());
  };
  const release = () => {
    grip.current = null;
    setDragging(false);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.shiftKey ? 4 * STEP : STEP;
    const [less, more] = vertical ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    const next = { [less]: value - sign * step, [more]: value + sign * step, Home: min, End: max }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    change(next);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: <hr> cannot be a focusable, adjustable separator.
    <div
      role="separator"
      tabIndex={0}
      className={cx(styles.splitter, styles[orientation], className)}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-controls={controls}
      data-dragging={dragging || undefined}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={release}
      onLostPointerCapture={release}
      onKeyDown={onKeyDown}
      onDoubleClick={() => initial !== undefined && change(initial)}
    />
  );
}

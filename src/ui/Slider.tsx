// The slider: a number within bounds.
import { Slider as Radix } from "radix-ui";
import { cx } from "./classes.ts";
import styles from "./Slider.module.css";

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** Every movement. */
  readonly onChange: (value: number) => void;
  /** The end of a drag, or a key. */
  readonly onCommit?: ((value: number) => void) | undefined;
  /** What a screen reader says for the value, e.g. "sample 3 of 16". */
  readonly valueText?: string | undefined;
  readonly disabled?: boolean;
  readonly className?: string | undefined;
}

/** A horizontal slider with one thumb, as wide as its container; arrows, Page Up/Down, Home and End move it. */
export function Slider(props: SliderProps) {
  const { label, value, min, max, step = 1, onChange, onCommit, valueText, disabled = false, className } = props;
  return (
    <Radix.Root
      className={cx(styles.slider, className)}
      value={[value]}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      onValueChange={([next]) => next !== undefined && onChange(next)}
      onValueCommit={([next]) => next !== undefined && onCommit?.(next)}
    >
      <Radix.Track className={styles.track}>
        <Radix.Range className={styles.range} />
      </Radix.Track>
      <Radix.Thumb className={styles.thumb} aria-label={label} aria-valuetext={valueText} />
    </Radix.Root>
  );
}

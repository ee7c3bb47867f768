// The chip: a small tag with a count, a state, a shape or a category.
import type { ComponentProps } from "react";
import styles from "./Chip.module.css";
import { cx } from "./classes.ts";

export interface ChipProps extends ComponentProps<"span"> {
  readonly tone?: "neutral" | "accent" | "warning" | "danger" | "success";
  /** Monospace, for shapes and numbers. */
  readonly mono?: boolean;
  /** A CSS colour for a small square before the text, as `categoryColor(category)` gives. */
  readonly dot?: string | undefined;
}

/** Text in a small rounded box; says something, does nothing. */
export function Chip({ tone = "neutral", mono = false, dot, className, children, ...rest }: ChipProps) {
  return (
    <span {...rest} className={cx(styles.chip, styles[tone], mono && styles.mono, className)}>
      {dot ? <span className={styles.dot} style={{ background: dot }} aria-hidden /> : null}
      {children}
    </span>
  );
}

// The spinner: something is being computed or loaded.
import { LoaderCircle } from "lucide-react";
import { cx } from "./classes.ts";
import styles from "./Spinner.module.css";
import { VisuallyHidden } from "./VisuallyHidden.tsx";

export interface SpinnerProps {
  /** What is under way, for screen readers. */
  readonly label: string;
  readonly className?: string | undefined;
}

/** A turning arc with a hidden label, announced as a status. It stands still under prefers-reduced-motion. */
export function Spinner({ label, className }: SpinnerProps) {
  return (
    <span role="status" className={cx(styles.spinner, className)}>
      <LoaderCircle aria-hidden />
      <VisuallyHidden>{label}</VisuallyHidden>
    </span>
  );
}

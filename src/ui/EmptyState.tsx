// What a place shows when it has nothing to show: what it is for, and what to do.
import type { ReactNode } from "react";
import { cx } from "./classes.ts";
import styles from "./EmptyState.module.css";

export interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly text?: ReactNode;
  /** Buttons below. */
  readonly actions?: ReactNode;
  readonly className?: string | undefined;
}

/** Centred icon, title, explanation and buttons. */
export function EmptyState({ icon, title, text, actions, className }: EmptyStateProps) {
  return (
    <div className={cx(styles.empty, className)}>
      {icon ? (
        <span className={styles.icon} aria-hidden>
          {icon}
        </span>
      ) : null}
      <p className={styles.title}>{title}</p>
      {text ? <p className={styles.text}>{text}</p> : null}
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  );
}

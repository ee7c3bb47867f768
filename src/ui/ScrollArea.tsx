// A scrolling area with slim scroll bars that lie over the content.
import { ScrollArea as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./classes.ts";
import styles from "./ScrollArea.module.css";

export interface ScrollAreaProps {
  /** "vertical" keeps the content at the area's width. */
  readonly direction?: "vertical" | "both";
  /** Names the area and makes it focusable: give it where the content has nothing that takes focus. */
  readonly label?: string | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** Give it a height (or let it flex); what does not fit scrolls. */
export function ScrollArea({ direction = "vertical", label, className, children }: ScrollAreaProps) {
  return (
    <Radix.Root type="hover" className={cx(styles.root, direction === "vertical" && styles.vertical, className)}>
      <Radix.Viewport
        className={styles.viewport}
        {...(label ? { tabIndex: 0, role: "region", "aria-label": label } : {})}
      >
        {children}
      </Radix.Viewport>
      <Radix.Scrollbar orientation="vertical" className={styles.bar}>
        <Radix.Thumb className={styles.thumb} />
      </Radix.Scrollbar>
      {direction === "both" ? (
        <Radix.Scrollbar orientation="horizontal" className={styles.bar}>
          <Radix.Thumb className={styles.thumb} />
        </Radix.Scrollbar>
      ) : null}
    </Radix.Root>
  );
}

// The tooltip: a name or a short explanation beside a control.
import { Tooltip as Radix } from "radix-ui";
import { type ReactElement, type ReactNode, useEffect, useState } from "react";
import { cx } from "./classes.ts";
import styles from "./Tooltip.module.css";

export type TooltipSide = "top" | "right" | "bottom" | "left";

/** Put once around the app: tooltips open after 500 ms, and at once while another was just open. */
export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={500} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  );
}

export interface TooltipProps {
  readonly content: ReactNode;
  readonly shortcut?: string | undefined;
  readonly side?: TooltipSide;
  readonly className?: string | undefined;
  /** One element that takes a ref and DOM props: what the tooltip is about. */
  readonly children: ReactElement;
}

/** Shows `content` on hover and keyboard focus of its child. It describes the child, it does not name it. */
export function Tooltip({ content, shortcut, side = "bottom", className, children }: TooltipProps) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!open) return;
    // It would lie over what is dragged to: no pointer event says that the pointer has left.
    const close = () => setOpen(false);
    window.addEventListener("dragover", close, true);
    return () => window.removeEventListener("dragover", close, true);
  }, [open]);
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content side={side} sideOffset={6} collisionPadding={8} className={cx(styles.content, className)}>
          <span>{content}</span>
          {shortcut ? <kbd className={styles.shortcut}>{shortcut}</kbd> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

// The modal dialog.
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./classes.ts";
import styles from "./Dialog.module.css";
import { escapeIsForDraft } from "./draft.ts";
import { IconButton } from "./IconButton.tsx";

export interface DialogProps {
  readonly open: boolean;
  /** Called with false by Escape, the close button or a click outside. */
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  /** The close button's name. */
  readonly closeLabel: string;
  /** Buttons at the bottom right; the main one last. */
  readonly footer?: ReactNode;
  readonly wide?: boolean;
  readonly className?: string | undefined;
  readonly children?: ReactNode;
}

/** A dialog over the page: keeps the focus inside while open and gives it back on closing. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, closeLabel, footer, wide = false, className, children } = props;
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={styles.overlay} />
        <Radix.Content
          className={cx(styles.content, wide && styles.wide, className)}
          onEscapeKeyDown={(event) => escapeIsForDraft(event) && event.preventDefault()}
          {...(description ? {} : { "aria-describedby": undefined })}
        >
          <div className={styles.header}>
            <Radix.Title className={styles.title}>{title}</Radix.Title>
            {description ? <Radix.Description className={styles.description}>{description}</Radix.Description> : null}
          </div>
          <div className={styles.body}>{children}</div>
          {footer ? <footer className={styles.footer}>{footer}</footer> : null}
          {/* Last, so that the focus starts in the body or on the first button. */}
          <IconButton
            className={styles.close}
            label={closeLabel}
            icon={<X />}
            size="sm"
            onClick={() => onOpenChange(false)}
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

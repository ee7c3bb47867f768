// Toasts: messages in a stack at the bottom, never higher than part of the page, in the way of neither cards nor panels.
import { CircleAlert, Info, X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { Button } from "./Button.tsx";
import { cx } from "./classes.ts";
import { escapeIsForDraft } from "./draft.ts";
import { IconButton } from "./IconButton.tsx";
import { LongText } from "./LongText.tsx";
import { shorten } from "./shorten.ts";
import styles from "./Toast.module.css";

export interface ToastMessage {
  readonly id: string;
  /** An error stays until it is closed; an info leaves after four seconds in which nobody points at it or tabs into it. */
  readonly variant: "info" | "error";
  readonly title: string;
  readonly description?: string | undefined;
  readonly action?: { readonly label: string; readonly perform: () => void } | undefined;
}

export interface ToastsProps {
  readonly toasts: readonly ToastMessage[];
  /** The toast was closed or its time is up: take it out of `toasts`. */
  readonly onDismiss: (id: string) => void;
  /** The region's name; F8 moves the focus there. */
  readonly label: string;
  readonly closeLabel: string;
  readonly className?: string | undefined;
}

/** Draws the messages it is given; the queue is the caller's. Put once, near the root. */
export function Toasts({ toasts, onDismiss, label, closeLabel, className }: ToastsProps) {
  return (
    <Radix.Provider label={label} duration={4000} swipeDirection="down">
      {/* The newest on top, where a stack that is too high begins. */}
      {[...toasts].reverse().map(({ id, variant, title, description, action }) => {
        const Icon = variant === "error" ? CircleAlert : Info;
        return (
          <Radix.Root
            key={id}
            className={cx(styles.toast, variant === "error" && styles.error)}
            type={variant === "error" ? "foreground" : "background"}
            {...(variant === "error" ? { duration: Number.POSITIVE_INFINITY } : {})}
            onEscapeKeyDown={(event) => escapeIsForDraft(event) && event.preventDefault()}
            onOpenChange={(open) => !open && onDismiss(id)}
          >
            <Icon className={styles.icon} aria-hidden />
            <div className={styles.text} data-selectable>
              <Radix.Title className={styles.title}>{shorten(title, 160, 2)}</Radix.Title>
              {description ? (
                <Radix.Description asChild>
                  <div className={styles.description}>
                    <LongText text={description} />
                  </div>
                </Radix.Description>
              ) : null}
              {action ? (
                <Radix.Action asChild altText={action.label}>
                  <Button size="sm" className={styles.action} onClick={action.perform}>
                    {action.label}
                  </Button>
                </Radix.Action>
              ) : null}
            </div>
            <Radix.Close asChild>
              <IconButton label={closeLabel} icon={<X />} size="sm" tooltipSide="left" />
            </Radix.Close>
          </Radix.Root>
        );
      })}
      <Radix.Viewport className={cx(styles.viewport, className)} label={`${label} ({hotkey})`} />
    </Radix.Provider>
  );
}

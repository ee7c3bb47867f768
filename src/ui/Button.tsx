// The push button, with a text label.
import type { ComponentProps } from "react";
import styles from "./Button.module.css";
import { cx } from "./classes.ts";

/** `primary` is for the one main action of a dialog, `danger` for what destroys; toolbars use `ghost`. */
export type ButtonVariant = "default" | "primary" | "ghost" | "danger";
export type ControlSize = "sm" | "md" | "lg";

export interface ButtonProps extends ComponentProps<"button"> {
  readonly variant?: ButtonVariant;
  readonly size?: ControlSize;
}

/**
 * A button whose children are its label, with an optional lucide icon before it. Takes every `<button>` attribute and a
 * ref, so it can be the trigger of a menu or dialog. `type` is "button" unless given; `aria-pressed` makes it a toggle.
 */
export function Button({ variant = "default", size = "md", className, ...rest }: ButtonProps) {
  return <button type="button" {...rest} className={cx(styles.button, styles[variant], styles[size], className)} />;
}

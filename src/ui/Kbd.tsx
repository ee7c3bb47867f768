// A key or shortcut, drawn as a key cap.
import type { ComponentProps } from "react";
import { cx } from "./classes.ts";
import styles from "./Kbd.module.css";

/** `<Kbd>Ctrl+Z</Kbd>` */
export function Kbd({ className, ...rest }: ComponentProps<"kbd">) {
  return <kbd {...rest} className={cx(styles.kbd, className)} />;
}

// The drop-down menu.
import { DropdownMenu } from "radix-ui";
import type { ReactElement } from "react";
import { cx } from "./classes.ts";
import styles from "./Menu.module.css";
import { MenuEntries, type MenuEntry } from "./MenuEntries.tsx";

export interface MenuProps {
  /** The button that opens it: a `Button` or `IconButton`. */
  readonly trigger: ReactElement;
  readonly entries: readonly MenuEntry[];
  readonly align?: "start" | "center" | "end";
  readonly className?: string | undefined;
}

/** A menu under its trigger, with arrow keys, type-ahead, submenus and Escape. */
export function Menu({ trigger, entries, align = "start", className }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={cx(styles.content, className)}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          loop
        >
          <MenuEntries parts={DropdownMenu} entries={entries} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

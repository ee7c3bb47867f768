// The drop-down menu.
import { DropdownMenu } from "radix-ui";
import { type ReactElement, useRef } from "react";
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

/**
 * A menu under its trigger, with arrow keys, type-ahead, submenus and Escape. The focus goes back to the trigger where
 * the keyboard closed it: after a click its ring would only be in the way.
 */
export function Menu({ trigger, entries, align = "start", className }: MenuProps) {
  const byPointer = useRef(false);
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
          onPointerUpCapture={() => {
            byPointer.current = true;
          }}
          onKeyDownCapture={() => {
            byPointer.current = false;
          }}
          onCloseAutoFocus={(event) => {
            if (byPointer.current) event.preventDefault();
            byPointer.current = false;
          }}
        >
          <MenuEntries parts={DropdownMenu} entries={entries} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

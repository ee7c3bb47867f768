// The menu of the right mouse button (or the menu key, or Shift+F10).
import { ContextMenu as Radix } from "radix-ui";
import type { ReactElement } from "react";
import { cx } from "./classes.ts";
import styles from "./Menu.module.css";
import { MenuEntries, type MenuEntry } from "./MenuEntries.tsx";

export interface ContextMenuProps {
  readonly entries: readonly MenuEntry[];
  /** Told before the menu shows and when it closes, e.g. to select what lies under the pointer. */
  readonly onOpenChange?: (open: boolean) => void;
  readonly className?: string | undefined;
  /** One element that takes a ref and DOM props: the area the menu belongs to. */
  readonly children: ReactElement;
}

/** Opens `entries` where the pointer is, over its child. */
export function ContextMenu({ entries, onOpenChange, className, children }: ContextMenuProps) {
  return (
    <Radix.Root modal={false} {...(onOpenChange ? { onOpenChange } : {})}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={cx(styles.content, className)} collisionPadding={8} loop>
          <MenuEntries parts={Radix} entries={entries} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

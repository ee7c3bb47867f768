// What a menu holds, as data, and how it is drawn: shared by Menu and ContextMenu.
import { Check, ChevronRight } from "lucide-react";
import type { ContextMenu, DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./classes.ts";
import styles from "./Menu.module.css";

/** An entry of a menu. `id` is unique within its menu. */
export type MenuEntry =
  | {
      readonly kind: "item";
      readonly id: string;
      readonly label: string;
      /** A lucide icon element. */
      readonly icon?: ReactNode;
      /** As shown, e.g. "Ctrl+S"; the menu does not bind it. */
      readonly shortcut?: string | undefined;
      /** Said beside the label and never cut, e.g. the class of a layer. */
      readonly note?: string | undefined;
      readonly disabled?: boolean | undefined;
      /** Drawn in the danger colour. */
      readonly danger?: boolean | undefined;
      /** Given: a check item, on or off. */
      readonly checked?: boolean | undefined;
      readonly onSelect: () => void;
    }
  | { readonly kind: "separator"; readonly id: string }
  | { readonly kind: "heading"; readonly id: string; readonly label: string }
  | {
      readonly kind: "submenu";
      readonly id: string;
      readonly label: string;
      readonly icon?: ReactNode;
      readonly disabled?: boolean | undefined;
      readonly entries: readonly MenuEntry[];
    }
  | {
      /** One of several, e.g. the theme or the language. */
      readonly kind: "choice";
      readonly id: string;
      /** The group's name, for screen readers. */
      readonly label: string;
      readonly value: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
      readonly onChange: (value: string) => void;
    };

/** More letters than these may be cut. */
const roomy = 40;

/** Radix's two kinds of menu have the same parts. */
type MenuParts = typeof DropdownMenu | typeof ContextMenu;

/** Draws the entries inside an open menu built of `parts`. Not for use outside Menu and ContextMenu. */
export function MenuEntries({ parts, entries }: { readonly parts: MenuParts; readonly entries: readonly MenuEntry[] }) {
  return entries.map((entry) => <Entry key={entry.id} parts={parts} entry={entry} />);
}

function Entry({ parts: Parts, entry }: { readonly parts: MenuParts; readonly entry: MenuEntry }) {
  switch (entry.kind) {
    case "separator":
      return <Parts.Separator className={styles.separator} />;
    case "heading":
      return <Parts.Label className={styles.heading}>{entry.label}</Parts.Label>;
    case "submenu":
      return (
        <Parts.Sub>
          <Parts.SubTrigger className={styles.item} disabled={entry.disabled ?? false}>
            <Row lead={entry.icon} label={entry.label} />
            <ChevronRight className={styles.more} aria-hidden />
          </Parts.SubTrigger>
          <Parts.Portal>
            <Parts.SubContent className={styles.content} sideOffset={4} collisionPadding={8}>
              <MenuEntries parts={Parts} entries={entry.entries} />
            </Parts.SubContent>
          </Parts.Portal>
        </Parts.Sub>
      );
    case "choice":
      return (
        <Parts.RadioGroup value={entry.value} onValueChange={entry.onChange} aria-label={entry.label}>
          {entry.options.map((option) => (
            <Parts.RadioItem key={option.value} value={option.value} className={styles.item}>
              <Row lead={option.value === entry.value ? <Check /> : null} label={option.label} />
            </Parts.RadioItem>
          ))}
        </Parts.RadioGroup>
      );
    case "item": {
      const className = cx(styles.item, entry.danger && styles.danger);
      const side = entry.shortcut ? (
        <kbd className={styles.shortcut}>{entry.shortcut}</kbd>
      ) : entry.note ? (
        <span className={styles.shortcut}>{entry.note}</span>
      ) : null;
      if (entry.checked === undefined) {
        return (
          <Parts.Item className={className} disabled={entry.disabled ?? false} onSelect={entry.onSelect}>
            <Row lead={entry.icon} label={entry.label} />
            {side}
          </Parts.Item>
        );
      }
      return (
        <Parts.CheckboxItem
          className={className}
          checked={entry.checked}
          disabled={entry.disabled ?? false}
          onSelect={entry.onSelect}
        >
          <Row lead={entry.checked ? <Check /> : null} label={entry.label} />
          {side}
        </Parts.CheckboxItem>
      );
    }
    default:
      return entry satisfies never;
  }
}

function Row({ lead, label }: { readonly lead: ReactNode; readonly label: string }) {
  return (
    <>
      <span className={styles.lead} aria-hidden>
        {lead}
      </span>
      <span className={styles.label} title={label.length > roomy ? label : undefined}>
        {label}
      </span>
    </>
  );
}

// Tabs: several panels, one shown.
import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./classes.ts";
import styles from "./Tabs.module.css";

export interface Tab<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** Beside the label, e.g. a `Chip` with a count. */
  readonly badge?: ReactNode;
  readonly content: ReactNode;
}

export interface TabsProps<Value extends string> {
  /** The tab list's name. */
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly tabs: readonly Tab<Value>[];
  /** At the right end of the tab bar, e.g. a close button. */
  readonly actions?: ReactNode;
  readonly className?: string | undefined;
}

/** A tab bar over the chosen tab's content; fills its container's height. Only the shown content is mounted. */
export function Tabs<Value extends string>({ label, value, onChange, tabs, actions, className }: TabsProps<Value>) {
  return (
    <Radix.Root className={cx(styles.root, className)} value={value} onValueChange={(next) => onChange(next as Value)}>
      <div className={styles.bar}>
        <Radix.List className={styles.list} aria-label={label}>
          {tabs.map((tab) => (
            <Radix.Trigger key={tab.value} value={tab.value} className={styles.tab}>
              {tab.label}
              {tab.badge}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {actions}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className={styles.panel}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

// The segmented control: one of a few choices, all in sight.
import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./classes.ts";
import styles from "./SegmentedControl.module.css";

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** With an icon, the label is drawn beside it unless `iconOnly`. */
  readonly icon?: ReactNode;
  readonly iconOnly?: boolean | undefined;
  readonly disabled?: boolean | undefined;
}

export interface SegmentedControlProps<Value extends string> {
  /** The group's name. */
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly Segment<Value>[];
  readonly className?: string | undefined;
}

/** Two to five choices in a row, exactly one on; arrow keys move, Space or Enter choose. */
export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>) {
  const { label, value, onChange, options, className } = props;
  return (
    <ToggleGroup.Root
      type="single"
      className={cx(styles.group, className)}
      aria-label={label}
      value={value}
      // Radix sends "" for a press on the one that is on already.
      onValueChange={(next) => next !== "" && onChange(next as Value)}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className={styles.option}
          disabled={option.disabled ?? false}
          aria-label={option.iconOnly ? option.label : undefined}
          title={option.iconOnly ? option.label : undefined}
        >
          {option.icon}
          {option.iconOnly ? null : option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}

// The select box: one of a list of choices.
import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import { cx } from "./classes.ts";
import styles from "./Select.module.css";

export interface SelectOption<Value extends string> {
  /** Not the empty string: Radix keeps that for "nothing chosen". */
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean | undefined;
}

export interface SelectProps<Value extends string> {
  /** The control's name when no `<label htmlFor={id}>` names it. */
  readonly label?: string | undefined;
  readonly id?: string | undefined;
  readonly value: Value | undefined;
  readonly onChange: (value: Value) => void;
  readonly options: readonly SelectOption<Value>[];
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly invalid?: boolean;
  /** Id of an element that explains it, e.g. an error text. */
  readonly describedBy?: string | undefined;
  readonly className?: string | undefined;
}

/** A select box as wide as its container, with arrow keys and type-ahead. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, id, value, onChange, options, placeholder, disabled = false, invalid, describedBy, className } = props;
  return (
    <Radix.Root value={value ?? ""} onValueChange={(next) => onChange(next as Value)} disabled={disabled}>
      <Radix.Trigger
        id={id}
        className={cx(styles.trigger, className)}
        aria-label={label}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
      >
        <Radix.Value placeholder={placeholder} />
        <ChevronDown className={styles.arrow} aria-hidden />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.content} position="popper" sideOffset={4} collisionPadding={8}>
          <Radix.Viewport className={styles.viewport}>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className={styles.item}
              >
                <Radix.ItemIndicator className={styles.check}>
                  <Check aria-hidden />
                </Radix.ItemIndicator>
                <Radix.ItemText>{option.label}</Radix.ItemText>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

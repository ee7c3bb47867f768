// The on/off switch.
import { Switch as Radix } from "radix-ui";
import { useId } from "react";
import { cx } from "./classes.ts";
import styles from "./Switch.module.css";

export interface SwitchProps {
  readonly label: string;
  /** The label is only for screen readers: something beside the switch already says it. */
  readonly hideLabel?: boolean;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  readonly id?: string | undefined;
  readonly className?: string | undefined;
}

/** A switch with its label to the right; Space and Enter toggle it. */
export function Switch({ label, hideLabel = false, checked, onChange, disabled = false, id, className }: SwitchProps) {
  const ownId = useId();
  const control = (
    <Radix.Root
      id={id ?? ownId}
      className={cx(styles.switch, hideLabel && className)}
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      aria-label={hideLabel ? label : undefined}
    >
      <Radix.Thumb className={styles.thumb} />
    </Radix.Root>
  );
  if (hideLabel) return control;
  return (
    <span className={cx(styles.row, className)}>
      {control}
      <label htmlFor={id ?? ownId}>{label}</label>
    </span>
  );
}

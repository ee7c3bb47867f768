// The frame of a form field: label, control, hint and error text.
import { Fragment, type ReactNode, useId } from "react";
import { cx } from "./classes.ts";
import styles from "./Field.module.css";
import { Help } from "./Help.tsx";
import { VisuallyHidden } from "./VisuallyHidden.tsx";

/** What the frame tells the control inside it. */
export interface FieldIds {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}

export interface FieldProps {
  readonly label: string;
  /** The label is only for screen readers (via the control's aria-label): nothing is drawn. */
  readonly hideLabel?: boolean | undefined;
  /** The label is a name from code, such as `kernel_size`: drawn in monospace. */
  readonly code?: boolean | undefined;
  /** Label to the left of the control instead of above it: for dense forms. */
  readonly inline?: boolean | undefined;
  readonly hint?: ReactNode;
  /** Beside the form while the field has the focus or its label is pointed at: it moves nothing. */
  readonly help?: string | undefined;
  /** Why the value is refused; announced, and shown below in the danger colour. */
  readonly error?: string | null | undefined;
  /** The error goes away with the focus: it lies over what is below instead of pushing it down. */
  readonly passing?: boolean | undefined;
  readonly className?: string | undefined;
  readonly children: (ids: FieldIds) => ReactNode;
}

/** A name from code may be broken after an underscore. */
const breakable = (name: string): ReactNode =>
  name.split(/(?<=_)/).map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a name do not move.
    <Fragment key={i}>
      {i > 0 ? <wbr /> : null}
      {part}
    </Fragment>
  ));

/**
 * Lays out a label, a control and the texts below it, and ties them together:
 * `<Field label="bias">{({ id, describedBy, invalid }) => <Select id={id} … />}</Field>`.
 */
export function Field(props: FieldProps) {
  const { label, hideLabel, code, inline, hint, help, error, passing, className, children } = props;
  const id = useId();
  const notesId = `${id}-notes`;
  const invalid = Boolean(error);
  const field = (
    <div className={cx(styles.field, inline && !hideLabel && styles.inline, className)}>
      {hideLabel ? null : (
        <label htmlFor={id} className={cx(styles.label, code && styles.code)} title={help ? undefined : label}>
          {code ? breakable(label) : label}
        </label>
      )}
      {children({ id, describedBy: hint || help || error ? notesId : undefined, invalid })}
      <div id={notesId} className={cx(styles.notes, passing && styles.passing)} aria-live="polite">
        {error ? <span className={styles.error}>{error}</span> : null}
        {hint ? <span className={styles.hint}>{hint}</span> : null}
        {help ? <VisuallyHidden>{help}</VisuallyHidden> : null}
      </div>
    </div>
  );
  return help ? <Help text={help}>{field}</Help> : field;
}

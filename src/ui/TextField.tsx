// The text field.
import type { ComponentProps, KeyboardEvent } from "react";
import { cx } from "./classes.ts";
import { type DraftEvents, useDraft } from "./draft.ts";
import styles from "./Field.module.css";
import { Field, type FieldProps } from "./Field.tsx";

type InputAttributes = Omit<
  ComponentProps<"input">,
  keyof FieldProps | "value" | "onChange" | "onBlur" | "onKeyDown" | "id" | "type"
>;

export interface TextFieldProps extends Omit<FieldProps, "children">, DraftEvents, InputAttributes {
  readonly value: string;
  /** Monospace text, for shapes, numbers and names. */
  readonly mono?: boolean | undefined;
  /** Sees keys before the field does; returns true for a key it has dealt with. */
  readonly onKey?: ((event: KeyboardEvent<HTMLInputElement>, type: (text: string) => void) => boolean) | undefined;
}

/**
 * A controlled text field with a draft: `onDraft(text)` on every keystroke, `onCommit(text)` on Enter or blur, Escape
 * restores. A `placeholder` in grey shows what an empty field means. Other `<input>` attributes, and a ref, pass through.
 */
export function TextField(props: TextFieldProps) {
  const { label, hideLabel, code, inline, hint, help, error, passing, className, value, mono, onKey, ...others } =
    props;
  const { onDraft, onCommit, onCancel, kept, onKeep, ...input } = others;
  const draft = useDraft(value, { onDraft, onCommit, onCancel, kept, onKeep });

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // An input method's Enter and Escape choose among its candidates.
    if (event.nativeEvent.isComposing) return;
    if (onKey?.(event, draft.type)) return;
    if (event.key === "Enter") draft.commit();
    // In a dialog a touched field keeps Escape, which would close it; elsewhere Escape also leaves the field.
    if (event.key === "Escape" && draft.cancel() && event.currentTarget.closest('[role="dialog"]')) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  return (
    <Field {...{ label, hideLabel, code, inline, hint, help, error, passing, className }}>
      {({ id, describedBy, invalid }) => (
        <input
          autoComplete="off"
          spellCheck={false}
          {...input}
          type="text"
          id={id}
          className={cx(styles.input, mono && styles.mono)}
          value={draft.text}
          data-draft={draft.touched ? "touched" : "untouched"}
          aria-label={hideLabel ? label : undefined}
          aria-invalid={invalid || undefined}
          aria-describedby={describedBy}
          onChange={(event) => draft.type(event.currentTarget.value)}
          onBlur={draft.commit}
          onKeyDown={onKeyDown}
        />
      )}
    </Field>
  );
}

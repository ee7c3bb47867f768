// Owns the widget of one argument: the right one for its kind, live while typing, one undo step for each typed value.
import type { Words } from "../../engine/core/said.ts";
import { printArg } from "../../engine/modules/derive.ts";
import type { Field as ArgumentField } from "../../engine/modules/fields.ts";
import { setArg } from "../document/edits.ts";
import { useEditor } from "../editor/context.ts";
import { useTypedArgument } from "../editor/typed_argument.ts";
import { useT } from "../i18n/index.ts";
import { tell } from "../i18n/tell.ts";
import { Field } from "../ui/Field.tsx";
import { NumberField } from "../ui/NumberField.tsx";
import { Select } from "../ui/Select.tsx";
import { Switch } from "../ui/Switch.tsx";
import { TextField } from "../ui/TextField.tsx";
import styles from "./Inspector.module.css";

export interface ArgFieldProps {
  readonly node: string;
  readonly arg: string;
  readonly field: ArgumentField<unknown>;
  /** What the document says, undefined when left out. */
  readonly given: unknown;
  /** The resolved value: given, inferred or torch's default. */
  readonly value: unknown;
  readonly inferred: boolean;
  readonly error: Words | undefined;
}

/** A word is shown bare, everything else as Python prints it. */
const show = (field: ArgumentField<unknown>, value: unknown): string =>
  value === undefined ? "" : typeof value === "string" ? value : printArg(field, value);

const isRequired = (error: Words | undefined): boolean => typeof error === "object" && error.phrase === "required";

export function ArgField(props: ArgFieldProps) {
  const editor = useEditor();
  const t = useT();
  const { node, arg, field, value } = props;
  const error = props.error === undefined ? undefined : tell(props.error, t);
  if (field.kind === "bool") {
    return (
      <Field label={arg} code inline help={field.doc} error={error} className={styles.arg}>
        {({ id }) => (
          <Switch
            id={id}
            label={arg}
            hideLabel
            checked={value === true}
            onChange={(checked) =>
              editor.history.edit(setArg(node, arg, checked === field.default ? undefined : checked))
            }
          />
        )}
      </Field>
    );
  }
  if (field.kind === "choice") {
    return (
      <Field label={arg} code inline help={field.doc} error={error} className={styles.arg}>
        {({ id, describedBy, invalid }) => (
          <Select
            id={id}
            label={arg}
            value={value as string | undefined}
            options={(field.choices ?? []).map((word) => ({ value: word, label: word }))}
            invalid={invalid}
            describedBy={describedBy}
            onChange={(word) => editor.history.edit(setArg(node, arg, word === field.default ? undefined : word))}
          />
        )}
      </Field>
    );
  }
  return <TypedField {...props} />;
}

function TypedField({ node, arg, field, given, value, inferred, error }: ArgFieldProps) {
  const t = useT();
  const { error: typed, ...typing } = useTypedArgument(node, arg, field);
  const numeric = (field.kind === "int" || field.kind === "float") && !field.nullable && !field.choices;
  const Control = numeric ? NumberField : TextField;
  const empty = value === undefined ? t("inspector.required") : show(field, value);
  const placeholder = inferred ? t("inspector.inferred", { value: empty }) : empty;
  return (
    <Control
      label={arg}
      code
      mono
      inline
      help={field.doc}
      className={styles.arg}
      value={show(field, given)}
      placeholder={given === undefined ? placeholder : ""}
      error={
        typed !== null
          ? tell(typed, t)
          : given === undefined && value === undefined && isRequired(error)
            ? t("inspector.requiredLong")
            : error === undefined
              ? undefined
              : tell(error, t)
      }
      {...(numeric && field.kind === "int" ? { step: 1 } : numeric ? { step: 0.1 } : {})}
      {...(numeric && field.min !== undefined ? { min: field.min } : {})}
      {...(numeric && field.max !== undefined ? { max: field.max } : {})}
      {...typing}
    />
  );
}

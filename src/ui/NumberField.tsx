// The number field: a text field whose arrow keys step.
import { stepNumber } from "./step.ts";
import { TextField, type TextFieldProps } from "./TextField.tsx";

export interface NumberFieldProps
  extends Omit<TextFieldProps, "onKey" | "mono" | "inputMode" | "min" | "max" | "step"> {
  /** What ArrowUp and ArrowDown add and subtract, 1 by default; ten times as much with Shift. */
  readonly step?: number | undefined;
  /** Bounds of stepping. What is typed is the caller's to check (`onDraft`, `error`). */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/**
 * As TextField, for a number held as text, since what is typed may be no number (yet). ArrowUp and ArrowDown step,
 * from the placeholder's number when empty; stepping is a draft like typing, committed on Enter or blur.
 */
export function NumberField({ step = 1, min, max, ...field }: NumberFieldProps) {
  return (
    <TextField
      {...field}
      mono
      inputMode="decimal"
      onKey={(event, type) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return false;
        event.preventDefault();
        const by = (event.key === "ArrowUp" ? step : -step) * (event.shiftKey ? 10 : 1);
        const next = stepNumber(event.currentTarget.value || field.placeholder || "", by, { min, max });
        if (next !== null) type(next);
        return true;
      }}
    />
  );
}

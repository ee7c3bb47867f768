// The problem card: what is wrong, why in numbers, and buttons that mend it.
import { Button } from "./Button.tsx";
import { LongText } from "./LongText.tsx";
import styles from "./ProblemCard.module.css";

export interface ProblemCardProps {
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly sentence?: string | null;
  /** One button each. */
  readonly fixes?: readonly { readonly id: string; readonly label: string; readonly apply: () => void }[];
}

/** Torch's message in monospace, the explaining sentence below it, then the repairs. */
export function ProblemCard({ severity, message, sentence, fixes = [] }: ProblemCardProps) {
  return (
    <div className={styles.card} data-severity={severity} data-selectable>
      <LongText className={styles.message} text={message} />
      {sentence ? <p className={styles.sentence}>{sentence}</p> : null}
      <Fixes fixes={fixes} />
    </div>
  );
}

/** The repairs alone, where the message stands beside its field already. */
export function Fixes({ fixes }: { readonly fixes: NonNullable<ProblemCardProps["fixes"]> }) {
  if (fixes.length === 0) return null;
  return (
    <div className={styles.fixes}>
      {fixes.map((fix) => (
        <Button key={fix.id} size="sm" title={fix.label.length > 40 ? fix.label : undefined} onClick={fix.apply}>
          <span>{fix.label}</span>
        </Button>
      ))}
    </div>
  );
}

// A text of any length: its beginning, and on request the whole of it, scrolled, with a button that copies it.
import { Check, Copy } from "lucide-react";
import { useId, useState } from "react";
import { useT } from "../i18n/index.ts";
import { Button } from "./Button.tsx";
import { cx } from "./classes.ts";
import styles from "./LongText.module.css";
import { shorten } from "./shorten.ts";

/** What is shown before anyone asks for more. */
const shortest = { characters: 240, lines: 4 } as const;
/** The most that is drawn; copying takes all. */
const longest = 100_000;

export function LongText({ text, className }: { readonly text: string; readonly className?: string | undefined }) {
  const t = useT();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState(false);
  const short = shorten(text, shortest.characters, shortest.lines);
  if (short === text) return <p className={cx(styles.text, className)}>{text}</p>;
  const copy = () =>
    void navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div>
      <p
        id={id}
        className={cx(styles.text, open && styles.open, className)}
        // The keyboard scrolls what has the focus.
        {...(open ? { tabIndex: 0, role: "region", "aria-label": t("common.details") } : {})}
      >
        {open ? shorten(text, longest) : short}
      </p>
      <div className={styles.buttons}>
        <Button size="sm" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          {open ? t("common.less") : t("common.details")}
        </Button>
        <Button size="sm" onClick={copy}>
          {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
          {copied ? t("common.copied") : t("common.copy")}
        </Button>
      </div>
    </div>
  );
}

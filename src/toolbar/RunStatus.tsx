// Owns the sign of the run: computing, up to date with the time it took, or failed.
import { useT } from "../i18n/index.ts";
import { useRun } from "../run/hooks.ts";
import { updateSession } from "../session/store.ts";
import { Button } from "../ui/Button.tsx";
import styles from "./Toolbar.module.css";

/** Three digits are enough to compare two runs. */
const printTime = (milliseconds: number): string =>
  milliseconds >= 100 ? String(Math.round(milliseconds)) : milliseconds.toPrecision(2);

export function RunStatus() {
  const t = useT();
  const status = useRun((run) => run.status);
  const milliseconds = useRun((run) => run.milliseconds);
  const message = useRun((run) => run.message ?? run.failures[0]?.message ?? null);
  const time = milliseconds > 0 ? t("toolbar.status.milliseconds", { time: printTime(milliseconds) }) : null;
  const sign = <span className={styles.light} data-status={status} aria-hidden />;
  if (status === "error") {
    return (
      <Button
        variant="ghost"
        size="sm"
        className={styles.status}
        title={message ?? undefined}
        onClick={() => updateSession({ bottomPanel: "problems" })}
      >
        {sign}
        {t("toolbar.status.error")}
      </Button>
    );
  }
  return (
    <span className={styles.status} title={t("toolbar.status.label")}>
      {sign}
      {status === "running" ? t("toolbar.status.running") : t("toolbar.status.idle")}
      {status === "idle" && time ? <span className={styles.time}>{time}</span> : null}
    </span>
  );
}

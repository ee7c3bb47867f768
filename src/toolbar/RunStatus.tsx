// Owns the sign of the run: computing, up to date with the time it took, how many problems there are, or failed.

import { messageOf } from "../document/explain.ts";
import { useInference, useRun } from "../editor/hooks.ts";
import { type Translate, useT } from "../i18n/index.ts";
import { updateSession } from "../session/store.ts";
import { Button } from "../ui/Button.tsx";
import styles from "./Toolbar.module.css";

/** Two or three digits are enough to compare two runs. */
function printTime(milliseconds: number, t: Translate): string {
  if (milliseconds >= 1000) return t("toolbar.status.seconds", { time: (milliseconds / 1000).toPrecision(2) });
  const time = milliseconds >= 100 ? String(Math.round(milliseconds)) : milliseconds.toPrecision(2);
  return t("toolbar.status.milliseconds", { time });
}

export function RunStatus() {
  const t = useT();
  const status = useRun((run) => run.status);
  const milliseconds = useRun((run) => run.milliseconds);
  const failed = useRun((run) => run.failures.length);
  const failure = useRun((run) => run.failure ?? run.failures[0] ?? null);
  const wrong = useInference().problems.filter((problem) => problem.severity === "error").length + failed;
  const time = milliseconds > 0 ? printTime(milliseconds, t) : null;
  if (status === "error" || (status === "idle" && wrong > 0)) {
    return (
      <Button
        variant="ghost"
        size="sm"
        className={styles.status}
        title={failure ? messageOf(failure, t) : undefined}
        onClick={() => updateSession({ bottomPanel: "problems" })}
      >
        <span className={styles.light} data-status="error" aria-hidden />
        {wrong > 0 ? t("problems.count", { count: wrong }) : t("toolbar.status.error")}
      </Button>
    );
  }
  return (
    <span className={styles.status} title={t("toolbar.status.label")}>
      <span className={styles.light} data-status={status} aria-hidden />
      {status === "running" ? t("toolbar.status.running") : t("toolbar.status.idle")}
      {status === "idle" && time ? <span className={styles.time}>{time}</span> : null}
    </span>
  );
}

// Owns the offer of a new version: a line above everything, until it is taken or put off.
import styles from "./App.module.css";
import { useT } from "./i18n/index.ts";
import { renew } from "./io/offline.ts";
import { updateSession, useSession } from "./session/store.ts";
import { Button } from "./ui/Button.tsx";

export function UpdateBanner() {
  const t = useT();
  const ready = useSession((s) => s.updateReady);
  return (
    // Always there, so that what appears in it is read out.
    <div role="status" aria-label={t("common.update.label")}>
      {ready ? (
        <p className={styles.update}>
          {t("common.update.ready")}
          <Button size="sm" variant="primary" onClick={renew}>
            {t("errors.reload")}
          </Button>
          <Button size="sm" onClick={() => updateSession({ updateReady: false })}>
            {t("common.update.later")}
          </Button>
        </p>
      ) : null}
    </div>
  );
}

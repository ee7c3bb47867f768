// Owns what the app says about itself: its version, its licence, and whose work it contains.
import { type ReactNode, useEffect, useState } from "react";
import { version } from "../../package.json";
import { useT } from "../i18n/index.ts";
import { fetchNotice, type Notice } from "../io/notices.ts";
import { updateSession, useSession } from "../session/store.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Tabs } from "../ui/Tabs.tsx";
import styles from "./AboutDialog.module.css";

export function AboutDialog() {
  const t = useT();
  const open = useSession((s) => s.aboutOpen);
  const [shown, setShown] = useState<Notice>("licence");
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={(next) => updateSession({ aboutOpen: next })}
      title={t("toolbar.about")}
      description={t("common.tagline")}
      closeLabel={t("common.close")}
    >
      <div className={styles.about}>
        <p>{t("common.about.version", { version })}</p>
        <p>{t("common.about.private")}</p>
        <Tabs<Notice>
          label={t("common.about.licences")}
          value={shown}
          onChange={setShown}
          tabs={[
            { value: "licence", label: t("common.about.licence"), content: <NoticeText notice="licence" /> },
            { value: "thirdParty", label: t("common.about.thirdParty"), content: <NoticeText notice="thirdParty" /> },
          ]}
        />
      </div>
    </Dialog>
  );
}

/** A notice's text, fetched when shown; again when asked for after a failure. */
function NoticeText({ notice }: { readonly notice: Notice }): ReactNode {
  const t = useT();
  const [text, setText] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [failed, setFailed] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt fetches the same notice again.
  useEffect(() => {
    let wanted = true;
    setFailed(false);
    fetchNotice(notice).then(
      (fetched) => wanted && setText(fetched),
      () => wanted && setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [notice, attempt]);
  if (failed) {
    return (
      <p className={styles.failed} role="alert">
        {t("errors.missing")}
        <Button size="sm" onClick={() => setAttempt(attempt + 1)}>
          {t("common.retry")}
        </Button>
      </p>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <pre className={styles.text} tabIndex={0} data-selectable>
      {text ?? t("common.loading")}
    </pre>
  );
}

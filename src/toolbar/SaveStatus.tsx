// Owns the sign of whether the document is kept: saved, being saved, or not, with the way to the reason.
import { CloudAlert } from "lucide-react";
import { useT } from "../i18n/index.ts";
import { updateDocuments, useDocuments } from "../session/documents.ts";
import { Button } from "../ui/Button.tsx";
import { Tooltip } from "../ui/Tooltip.tsx";
import styles from "./SaveStatus.module.css";

export function SaveStatus() {
  const t = useT();
  const save = useDocuments((d) => d.save);
  const following = useDocuments((d) => d.following);
  if (following) return null;
  if (save.kind === "failed") {
    return (
      <Tooltip content={save.message}>
        <Button
          size="sm"
          variant="ghost"
          className={styles.failed}
          onClick={() => updateDocuments({ dialogOpen: true })}
        >
          <CloudAlert />
          {t("documents.notSaved")}
        </Button>
      </Tooltip>
    );
  }
  return (
    <span className={styles.status} role="status" title={t("documents.savedText")} data-save={save.kind}>
      {save.kind === "saved" ? t("documents.saved") : t("documents.saving")}
    </span>
  );
}

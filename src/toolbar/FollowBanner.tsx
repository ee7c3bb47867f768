// Owns the bar that says that another window edits the document in front, and offers to edit here or to take a copy.
import { Eye } from "lucide-react";
import { useT } from "../i18n/index.ts";
import { copyFront, editHere } from "../io/files.ts";
import { useDocuments } from "../session/documents.ts";
import { Button } from "../ui/Button.tsx";
import styles from "./FollowBanner.module.css";

export function FollowBanner() {
  const t = useT();
  const following = useDocuments((d) => d.following);
  if (!following) return null;
  return (
    <div className={styles.banner} role="status">
      <Eye className={styles.icon} aria-hidden />
      <p className={styles.text}>
        <strong>{t("documents.following")}</strong> {t("documents.followingText")}
      </p>
      <Button size="sm" variant="primary" onClick={() => void editHere()}>
        {t("documents.editHere")}
      </Button>
      <Button size="sm" onClick={() => copyFront()}>
        {t("documents.openCopy")}
      </Button>
    </div>
  );
}

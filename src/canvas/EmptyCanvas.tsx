// Owns what an empty canvas shows: how to begin, the examples, and the documents that were open last.
import { MousePointerClick } from "lucide-react";
import { appendModule } from "../actions/append.ts";
import { useActionItems } from "../actions/hooks.tsx";
import { actions } from "../actions/index.ts";
import { openRecent } from "../actions/recents.ts";
import { useEditor } from "../editor/context.ts";
import { useT } from "../i18n/index.ts";
import { timeAgo } from "../i18n/time.ts";
import { useDocuments } from "../session/documents.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { GraphPicture } from "../ui/GraphPicture.tsx";
import styles from "./EmptyCanvas.module.css";

const exampleIds = actions.map(({ id }) => id).filter((id) => id.startsWith("file.example."));
const mostRecents = 6;

export function EmptyCanvas() {
  const editor = useEditor();
  const t = useT();
  const following = useDocuments((d) => d.following);
  if (following) return null;
  return (
    <div className={styles.empty}>
      <div className={styles.content}>
        <EmptyState
          icon={<MousePointerClick />}
          title={t("canvas.emptyTitle")}
          text={t("canvas.emptyText")}
          actions={
            <Button variant="primary" onClick={() => appendModule(editor, "Input")}>
              {t("palette.add", { module: "Input" })}
            </Button>
          }
        />
        <Examples />
        <Recents />
      </div>
    </div>
  );
}

function Examples() {
  const t = useT();
  const examples = useActionItems(exampleIds);
  return (
    <section aria-label={t("toolbar.examples")}>
      <h2 className={styles.heading}>{t("toolbar.examples")}</h2>
      <div className={styles.examples}>
        {examples.map((item) =>
          item.kind === "item" ? (
            <Button key={item.id} size="sm" onClick={item.onSelect}>
              {item.label}
            </Button>
          ) : null,
        )}
      </div>
    </section>
  );
}

function Recents() {
  const t = useT();
  const all = useDocuments((d) => d.recents);
  const front = useDocuments((d) => d.front);
  const recents = all.filter(({ id }) => id !== front).slice(0, mostRecents);
  if (recents.length === 0) return null;
  return (
    <section aria-label={t("documents.title")}>
      <h2 className={styles.heading}>{t("documents.title")}</h2>
      <ul className={styles.recents}>
        {recents.map(({ id, name, opened, picture }) => (
          <li key={id}>
            <button type="button" className={styles.recent} onClick={() => void openRecent(id)}>
              <GraphPicture picture={picture} />
              <span className={styles.text}>
                <span className={styles.name}>{name.trim() || t("documents.untitled")}</span>
                <span className={styles.time}>{timeAgo(opened, Date.now())}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

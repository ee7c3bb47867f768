// Owns the dialog of kept documents: why saving fails if it does, opening, pinning and deleting them, and the damaged ones.
import { Download, History, Pin, PinOff, Trash2 } from "lucide-react";
import { useEffect } from "react";
import { perform } from "../actions/index.ts";
import {
  deleteDamaged,
  deleteRecent,
  downloadDamaged,
  openRecent,
  openState,
  pinRecent,
  refreshRecents,
} from "../actions/recents.ts";
import { useEditor } from "../editor/context.ts";
import { type Translate, useT } from "../i18n/index.ts";
import { pointInTime, timeAgo } from "../i18n/time.ts";
import { recentLimit } from "../io/documents/catalog.ts";
import { type DamagedDocument, type RecentDocument, updateDocuments, useDocuments } from "../session/documents.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { GraphPicture } from "../ui/GraphPicture.tsx";
import { IconButton } from "../ui/IconButton.tsx";
import { Menu } from "../ui/Menu.tsx";
import styles from "./RecentDialog.module.css";

const close = (): void => updateDocuments({ dialogOpen: false, deleted: null });

export function RecentDialog() {
  const t = useT();
  const recents = useDocuments((d) => d.recents);
  const damaged = useDocuments((d) => d.damaged);
  const front = useDocuments((d) => d.front);
  useEffect(() => void refreshRecents(), []);
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => open || close()}
      title={t("documents.title")}
      description={t("documents.limit", { count: recentLimit })}
      closeLabel={t("common.close")}
    >
      <NotSaved />
      <Deleted />
      {recents.length === 0 ? <p className={styles.none}>{t("documents.none")}</p> : null}
      <ul className={styles.list} aria-label={t("documents.title")}>
        {recents.map((recent) => (
          <Recent key={recent.id} recent={recent} front={recent.id === front} />
        ))}
      </ul>
      {damaged.length > 0 ? (
        <section aria-label={t("documents.damagedTitle")}>
          <h3 className={styles.heading}>{t("documents.damagedTitle")}</h3>
          <ul className={styles.list}>
            {damaged.map((document) => (
              <DamagedRow key={document.key} document={document} />
            ))}
          </ul>
        </section>
      ) : null}
    </Dialog>
  );
}

/** Why the document is not saved, and what can be done about it. */
function NotSaved() {
  const editor = useEditor();
  const t = useT();
  const save = useDocuments((d) => d.save);
  if (save.kind !== "failed") return null;
  return (
    <div className={styles.notSaved} role="alert">
      <p className={styles.text}>{save.message}</p>
      <Button size="sm" onClick={() => perform(editor, "file.save")}>
        {t("documents.saveFile")}
      </Button>
    </div>
  );
}

/** What was deleted, and taking it back. */
function Deleted() {
  const t = useT();
  const deleted = useDocuments((d) => d.deleted);
  if (!deleted) return null;
  return (
    <div className={styles.deleted} role="status">
      <p className={styles.text}>{t("documents.deleted", { name: nameOf(deleted.name, t) })}</p>
      <Button size="sm" onClick={deleted.undo}>
        {t("toolbar.undo")}
      </Button>
    </div>
  );
}

const nameOf = (name: string, t: Translate): string => name.trim() || t("documents.untitled");

function Recent({ recent, front }: { readonly recent: RecentDocument; readonly front: boolean }) {
  const t = useT();
  const { id, pinned, states, open } = recent;
  const name = nameOf(recent.name, t);
  return (
    <li className={styles.row} data-recent={recent.name}>
      <button
        type="button"
        className={styles.open}
        aria-label={t("documents.open", { name })}
        onClick={() => {
          close();
          void openRecent(id);
        }}
      >
        <GraphPicture picture={recent.picture} />
        <span className={styles.text}>
          <span className={styles.name}>{name}</span>
          <span className={styles.time}>
            {front ? (
              t("documents.openNow")
            ) : (
              <time title={pointInTime(recent.opened)}>{timeAgo(recent.opened, Date.now())}</time>
            )}
          </span>
        </span>
      </button>
      {states.length > 0 ? (
        <Menu
          align="end"
          trigger={<IconButton size="sm" label={t("documents.states", { name })} icon={<History />} />}
          entries={states.map(({ step, time }) => {
            const when = pointInTime(time);
            return {
              kind: "item",
              id: String(step),
              label: t("documents.openState", { time: when }),
              onSelect: () => {
                close();
                void openState(id, step, t("documents.stateName", { name, time: when }));
              },
            };
          })}
        />
      ) : null}
      <IconButton
        size="sm"
        label={t(pinned ? "documents.unpin" : "documents.pin", { name })}
        icon={pinned ? <PinOff /> : <Pin />}
        onClick={() => void pinRecent(id, !pinned)}
      />
      <IconButton
        size="sm"
        label={t("documents.delete", { name })}
        icon={<Trash2 />}
        disabled={open}
        onClick={() => void deleteRecent(id)}
      />
    </li>
  );
}

function DamagedRow({ document }: { readonly document: DamagedDocument }) {
  const t = useT();
  const name = nameOf(document.name, t);
  return (
    <li className={styles.row}>
      <span className={styles.text} data-selectable>
        <span className={styles.name}>{name}</span>
        <span className={styles.time}>
          {pointInTime(document.time)} · {document.message.slice(0, 200)}
        </span>
      </span>
      <IconButton
        size="sm"
        label={t("documents.download", { name })}
        icon={<Download />}
        onClick={() => void downloadDamaged(document.key)}
      />
      <IconButton
        size="sm"
        label={t("documents.delete", { name })}
        icon={<Trash2 />}
        onClick={() => void deleteDamaged(document.key)}
      />
    </li>
  );
}

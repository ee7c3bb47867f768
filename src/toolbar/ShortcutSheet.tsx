// Owns the sheet of keyboard shortcuts, read from the list of actions.
import type { ReactNode } from "react";
import { actions } from "../actions/index.ts";
import { isMac, printShortcut } from "../actions/keys.ts";
import { useT } from "../i18n/index.ts";
import { updateSession, useSession } from "../session/store.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Kbd } from "../ui/Kbd.tsx";
import { ScrollArea } from "../ui/ScrollArea.tsx";
import styles from "./ShortcutSheet.module.css";

const groups = [
  { id: "file", label: "toolbar.menu.file" },
  { id: "edit", label: "toolbar.menu.edit" },
  { id: "view", label: "toolbar.menu.view" },
  { id: "model", label: "toolbar.menu.model" },
] as const;

/** Keys that work on a card or an edge that has the focus; the canvas listens to them itself. */
const canvasKeys = [
  { label: "toolbar.canvasKeys.move", keys: ["↑", "↓", "←", "→"] },
  { label: "toolbar.canvasKeys.open", keys: ["Enter"] },
  { label: "toolbar.canvasKeys.connect", keys: ["C"] },
  { label: "toolbar.canvasKeys.nudge", keys: [printShortcut("Alt+↑ ↓ ← →", isMac)] },
] as const;

export function ShortcutSheet() {
  const t = useT();
  const open = useSession((s) => s.shortcutsOpen);
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={(next) => updateSession({ shortcutsOpen: next })}
      title={t("toolbar.shortcuts")}
      closeLabel={t("common.close")}
    >
      <ScrollArea label={t("toolbar.shortcuts")}>
        <div className={styles.sheet}>
          {groups.map((group) => (
            <Group key={group.id} title={t(group.label)}>
              {actions
                .filter(({ id, keys }) => id.startsWith(`${group.id}.`) && keys.length > 0)
                .map(({ id, label, keys }) => (
                  <Row key={id} label={t(label)} keys={keys.map((key) => printShortcut(key, isMac))} />
                ))}
            </Group>
          ))}
          <Group title={t("toolbar.canvasKeys.title")}>
            {canvasKeys.map(({ label, keys }) => (
              <Row key={label} label={t(label)} keys={keys} />
            ))}
          </Group>
        </div>
      </ScrollArea>
    </Dialog>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.group}>
      <h3 className={styles.heading}>{title}</h3>
      <dl>{children}</dl>
    </section>
  );
}

function Row({ label, keys }: { readonly label: string; readonly keys: readonly string[] }) {
  return (
    <div className={styles.row}>
      <dt>{label}</dt>
      <dd>
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dd>
    </div>
  );
}

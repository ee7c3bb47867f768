// Owns the sheet of keyboard shortcuts, read from the list of actions.
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
            <section key={group.id} className={styles.group}>
              <h3 className={styles.heading}>{t(group.label)}</h3>
              <dl>
                {actions
                  .filter(({ id, keys }) => id.startsWith(`${group.id}.`) && keys.length > 0)
                  .map(({ id, label, keys }) => (
                    <div key={id} className={styles.row}>
                      <dt>{t(label)}</dt>
                      <dd>
                        {keys.map((key) => (
                          <Kbd key={key}>{printShortcut(key, isMac)}</Kbd>
                        ))}
                      </dd>
                    </div>
                  ))}
              </dl>
            </section>
          ))}
        </div>
      </ScrollArea>
    </Dialog>
  );
}

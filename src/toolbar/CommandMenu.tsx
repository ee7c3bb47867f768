// Owns the command menu: every action and every layer by name, from the keyboard.
import { Command } from "cmdk";
import { Dialog } from "radix-ui";
import { useEffect, useRef, useState } from "react";
import { categories } from "../../engine/modules/define.ts";
import { modules } from "../../engine/modules/index.ts";
import { appendModule } from "../actions/append.ts";
import { categoryKey } from "../actions/category.ts";
import { useActionItems } from "../actions/hooks.tsx";
import { actions } from "../actions/index.ts";
import { useT } from "../i18n/index.ts";
import { updateSession, useSession } from "../session/store.ts";
import { Kbd } from "../ui/Kbd.tsx";
import { categoryColor } from "../ui/tokens.ts";
import styles from "./CommandMenu.module.css";
import { earlyKeys, forgetKeys } from "./early_keys.ts";

const ids = actions.map(({ id }) => id).filter((id) => id !== "view.commands");
const defs = categories.flatMap((category) => Object.values(modules).filter((def) => def.category === category));

const chosen = (menu: HTMLElement | null) =>
  menu?.querySelector<HTMLElement>('[cmdk-item][aria-selected="true"]') ?? null;

/** Opened with everything, or with the layers alone. */
export function CommandMenu() {
  const t = useT();
  const shown = useSession((s) => s.commandMenu);
  const items = useActionItems(ids);
  const [early] = useState(earlyKeys);
  const [query, setQuery] = useState(early.text);
  const content = useRef<HTMLDivElement>(null);
  useEffect(forgetKeys, []);
  const close = () => updateSession({ commandMenu: "closed" });
  const choose = (run: () => void) => {
    close();
    run();
  };
  const label = t("toolbar.commandPalette");
  return (
    <Dialog.Root open={shown !== "closed"} onOpenChange={(open) => open || close()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content
          ref={content}
          className={styles.content}
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            // Enter, pressed before there was anything to choose, means what is found first.
            if (early.enter) requestAnimationFrame(() => chosen(content.current)?.click());
          }}
        >
          <Dialog.Title className={styles.title}>{label}</Dialog.Title>
          <Command label={label} loop>
            <Command.Input
              className={styles.input}
              value={query}
              onValueChange={setQuery}
              placeholder={shown === "layers" ? t("toolbar.layerSearch") : t("toolbar.commandSearch")}
            />
            <Command.List className={styles.list}>
              <Command.Empty className={styles.empty}>{t("toolbar.noCommand")}</Command.Empty>
              {shown === "layers" ? null : (
                <Command.Group heading={t("toolbar.commandGroup")} className={styles.group}>
                  {items.map((item) =>
                    item.kind === "separator" || item.disabled ? null : (
                      <Command.Item
                        key={item.id}
                        value={item.id}
                        keywords={[item.label]}
                        className={styles.item}
                        onSelect={() => choose(item.onSelect)}
                      >
                        {item.icon}
                        <span className={styles.label}>{item.label}</span>
                        {item.shortcut ? <Kbd>{item.shortcut}</Kbd> : null}
                      </Command.Item>
                    ),
                  )}
                </Command.Group>
              )}
              <Command.Group heading={t("toolbar.layerGroup")} className={styles.group}>
                {defs.map(({ name, category }) => (
                  <Command.Item
                    key={name}
                    value={name}
                    keywords={[t(categoryKey(category))]}
                    className={styles.item}
                    onSelect={() => choose(() => appendModule(name))}
                  >
                    <span className={styles.dot} style={{ background: categoryColor(category) }} aria-hidden />
                    <span className={styles.label}>{name}</span>
                    <span className={styles.category}>{t(categoryKey(category))}</span>
                  </Command.Item>
                ))}
              </Command.Group>
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

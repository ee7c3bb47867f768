// Owns the command menu: every action and every layer by name, from the keyboard.
import { Command } from "cmdk";
import { Dialog } from "radix-ui";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { type AnyModuleDef, categories } from "../../engine/modules/define.ts";
import { declarations } from "../../engine/modules/index.ts";
import { appendModule } from "../actions/append.ts";
import { categoryKey } from "../actions/category.ts";
import type { PlainKey } from "../actions/define.ts";
import { useActionItems } from "../actions/hooks.tsx";
import { actions } from "../actions/index.ts";
import { searchableModule } from "../actions/search.ts";
import { useEditor } from "../editor/context.ts";
import type { Editor } from "../editor/editor.ts";
import { type Translate, useT } from "../i18n/index.ts";
import { moduleDoc } from "../i18n/modules.ts";
import { updateSession, useSession } from "../session/store.ts";
import { Kbd } from "../ui/Kbd.tsx";
import { categoryColor } from "../ui/tokens.ts";
import styles from "./CommandMenu.module.css";
import { earlyKeys, forgetKeys } from "./early_keys.ts";
import { type Candidate, findGroups, type GroupName } from "./found.ts";

/** What the menu offers: an action or a layer. */
interface Offer extends Candidate {
  readonly icon: ReactNode;
  readonly label: string;
  readonly note: ReactNode;
  readonly run: () => void;
}

const headings = {
  layers: "toolbar.layerGroup",
  commands: "toolbar.commandGroup",
  examples: "toolbar.examples",
} as const satisfies Record<GroupName, PlainKey>;

const isExample = ({ id }: Offer): boolean => id.startsWith("file.example.");

const ids = actions.map(({ id }) => id).filter((id) => id !== "view.commands");
const defs = categories.flatMap((category) => declarations.filter((def) => !def.hidden && def.category === category));

const chosen = (menu: HTMLElement | null) =>
  menu?.querySelector<HTMLElement>('[cmdk-item][aria-selected="true"]') ?? null;

function layerOffer(editor: Editor, def: AnyModuleDef, t: Translate): Offer {
  const { name, category } = def;
  const label = t(categoryKey(category));
  return {
    id: name,
    icon: <span className={styles.dot} style={{ background: categoryColor(category) }} aria-hidden />,
    label: name,
    note: <span className={styles.category}>{label}</span>,
    run: () => appendModule(editor, name),
    searchable: searchableModule(def, label, moduleDoc(def)),
  };
}

/** Opened with everything, or with the layers alone. */
export function CommandMenu() {
  const editor = useEditor();
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
  const commands = items.flatMap((item): Offer[] =>
    item.kind === "separator" || item.disabled
      ? []
      : [
          {
            id: item.id,
            icon: item.icon,
            label: item.label,
            note: item.shortcut ? <Kbd>{item.shortcut}</Kbd> : null,
            run: item.onSelect,
            searchable: { name: item.label, groups: [], words: [item.id], doc: "" },
          },
        ],
  );
  const layers = useMemo(() => defs.map((def) => layerOffer(editor, def, t)), [editor, t]);
  const only = shown === "layers";
  const groups = findGroups(
    {
      layers,
      commands: only ? [] : commands.filter((offer) => !isExample(offer)),
      examples: only ? [] : commands.filter(isExample),
    },
    query,
  );
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
          <Command label={label} loop shouldFilter={false}>
            <Command.Input
              className={styles.input}
              value={query}
              onValueChange={setQuery}
              placeholder={shown === "layers" ? t("toolbar.layerSearch") : t("toolbar.commandSearch")}
            />
            <Command.List className={styles.list}>
              <Command.Empty className={styles.empty}>{t("toolbar.noCommand")}</Command.Empty>
              {groups.map((group) => (
                <Command.Group key={group.name} heading={t(headings[group.name])} className={styles.group}>
                  {group.items.map(({ id, icon, label: name, note, run }) => (
                    <Command.Item key={id} value={id} className={styles.item} onSelect={() => choose(run)}>
                      {icon}
                      <span className={styles.label}>{name}</span>
                      {note}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

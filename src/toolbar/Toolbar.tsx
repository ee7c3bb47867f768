// Owns the bar at the top: the model's name, the menus, undo and redo, the state of the run, what is shown of it.
import { Command, Languages, Menu as MenuIcon, SunMoon } from "lucide-react";
import type { ReactNode } from "react";
import { useActionItem, useActionItems } from "../actions/hooks.tsx";
import { type ActionId, actions, perform } from "../actions/index.ts";
import { useEditor } from "../editor/context.ts";
import { useModelName } from "../editor/model_name.ts";
import { currentLanguage, languages, useT } from "../i18n/index.ts";
import { useSession } from "../session/store.ts";
import { Button } from "../ui/Button.tsx";
import { IconButton } from "../ui/IconButton.tsx";
import { Logo } from "../ui/Logo.tsx";
import { Menu } from "../ui/Menu.tsx";
import type { MenuEntry } from "../ui/MenuEntries.tsx";
import { TextField } from "../ui/TextField.tsx";
import { RunMode } from "./RunMode.tsx";
import { RunStatus } from "./RunStatus.tsx";
import { SampleChooser } from "./SampleChooser.tsx";
import { SaveStatus } from "./SaveStatus.tsx";
import styles from "./Toolbar.module.css";

type MenuIds = readonly (ActionId | "-")[];

const fileMenu: MenuIds = [
  "file.new",
  "file.open",
  "file.recent",
  "file.save",
  "-",
  "file.openWeights",
  "file.saveWeights",
  "-",
  "file.openInput",
];
const editMenu: MenuIds = [
  "edit.undo",
  "edit.redo",
  "-",
  "edit.cut",
  "edit.copy",
  "edit.paste",
  "edit.duplicate",
  "edit.delete",
  "-",
  "edit.insert",
  "edit.rename",
  "edit.selectAll",
];
const viewMenu: MenuIds = [
  "view.zoomIn",
  "view.zoomOut",
  "view.fit",
  "view.autoLayout",
  "-",
  "view.palette",
  "view.inspector",
  "view.code",
  "view.problems",
  "-",
  "view.commands",
  "view.shortcuts",
  "view.about",
];
const modelMenu: MenuIds = [
  "model.training",
  "-",
  "model.resetWeights",
  "model.newSeed",
  "-",
  "model.stop",
  "model.restart",
];
const exampleMenu: MenuIds = actions.map(({ id }) => id).filter((id) => id.startsWith("file.example."));

const menus = [
  { label: "toolbar.menu.file", ids: fileMenu },
  { label: "toolbar.menu.edit", ids: editMenu },
  { label: "toolbar.menu.view", ids: viewMenu },
  { label: "toolbar.menu.model", ids: modelMenu },
  { label: "toolbar.examples", ids: exampleMenu },
] as const;

export function Toolbar() {
  const t = useT();
  const narrow = useSession((s) => s.narrow);
  return (
    <header className={styles.toolbar}>
      <span className={styles.brand}>
        <Logo />
        <h1 className={styles.appName}>{t("common.appName")}</h1>
      </span>
      <ModelName />
      <SaveStatus />
      {narrow ? (
        <AllMenus />
      ) : (
        <div className={styles.group}>
          {menus.map(({ label, ids }) => (
            <ActionMenu key={label} label={t(label)} ids={ids} />
          ))}
        </div>
      )}
      <div className={styles.group}>
        <ActionButton id="edit.undo" />
        <ActionButton id="edit.redo" />
      </div>
      <span className={styles.space} />
      <RunStatus />
      <SampleChooser />
      <RunMode />
      <div className={styles.group}>
        <ActionButton id="view.palette" />
        <ActionButton id="view.inspector" />
        <ThemeMenu />
        <LanguageMenu />
        <ActionButton id="view.commands" icon={<Command />} />
      </div>
    </header>
  );
}

/** The document's name, edited in place. */
function ModelName() {
  const t = useT();
  // What lies below the bar does not move for a message.
  return <TextField className={styles.name} label={t("toolbar.modelName")} hideLabel passing {...useModelName()} />;
}

/** The menus as submenus of one, where the bar has no room for them side by side. */
function AllMenus() {
  const t = useT();
  const all = useActionItems(menus.flatMap(({ ids }) => ids));
  let at = 0;
  const entries = menus.map(({ label, ids }): MenuEntry => {
    const own = all.slice(at, at + ids.length);
    at += ids.length;
    return { kind: "submenu", id: label, label: t(label), entries: own };
  });
  return <Menu entries={entries} trigger={<IconButton label={t("toolbar.menus")} icon={<MenuIcon />} />} />;
}

function ActionMenu({ label, ids }: { readonly label: string; readonly ids: MenuIds }) {
  const entries = useActionItems(ids);
  return (
    <Menu
      entries={entries}
      trigger={
        <Button variant="ghost" className={styles.menu}>
          {label}
        </Button>
      }
    />
  );
}

function ActionButton({ id, icon }: { readonly id: ActionId; readonly icon?: ReactNode }) {
  const item = useActionItem(id);
  return (
    <IconButton
      label={item.label}
      icon={icon ?? item.icon}
      shortcut={item.shortcut}
      disabled={item.disabled}
      aria-pressed={item.checked}
      className={styles.toggle}
      onClick={item.onSelect}
    />
  );
}

function ThemeMenu() {
  const editor = useEditor();
  const t = useT();
  const theme = useSession((s) => s.theme);
  return (
    <Menu
      align="end"
      trigger={<IconButton label={t("settings.theme")} icon={<SunMoon />} />}
      entries={[
        {
          kind: "choice",
          id: "theme",
          label: t("settings.theme"),
          value: theme,
          options: (["light", "dark", "system"] as const).map((value) => ({
            value,
            label: t(`settings.themes.${value}`),
          })),
          onChange: (value) => perform(editor, `view.theme.${value}` as ActionId),
        },
      ]}
    />
  );
}

function LanguageMenu() {
  const editor = useEditor();
  const t = useT();
  return (
    <Menu
      align="end"
      trigger={<IconButton label={t("settings.language")} icon={<Languages />} />}
      entries={[
        {
          kind: "choice",
          id: "language",
          label: t("settings.language"),
          value: currentLanguage(),
          options: languages.map(({ id, name }) => ({ value: id, label: name })),
          onChange: (value) => perform(editor, `view.language.${value}` as ActionId),
        },
      ]}
    />
  );
}

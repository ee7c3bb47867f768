// Owns the actions on what is shown: the view of the canvas, panels, theme, language.
import {
  Command,
  Info,
  Keyboard,
  Languages,
  type LucideIcon,
  Maximize,
  Monitor,
  Moon,
  Network,
  PanelBottom,
  PanelLeft,
  PanelRight,
  Search,
  Sun,
  TriangleAlert,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import { currentLanguage, type Language, setLanguage, t } from "../i18n/index.ts";
import { openPalette, paletteShown } from "../session/narrow.ts";
import { type BottomPanel, notify, sessionStore, type Theme, updateSession } from "../session/store.ts";
import { defineAction, type PlainKey } from "./define.ts";

const theme = <const T extends Theme>(id: T, label: PlainKey, icon: LucideIcon) =>
  defineAction({
    id: `view.theme.${id}`,
    label,
    icon,
    checked: () => sessionStore.getState().theme === id,
    perform: () => updateSession({ theme: id }),
  });

const language = <const L extends Language>(id: L, label: PlainKey) =>
  defineAction({
    id: `view.language.${id}`,
    label,
    icon: Languages,
    checked: () => currentLanguage() === id,
    perform: () => {
      setLanguage(id).then(
        () => updateSession({ language: id }),
        () => notify("error", t("errors.missing"), t("errors.missingOnline")),
      );
    },
  });

const toggleBottom = (panel: BottomPanel) =>
  updateSession({ bottomPanel: sessionStore.getState().bottomPanel === panel ? "none" : panel });

export const viewActions = [
  defineAction({
    id: "view.zoomIn",
    label: "toolbar.zoomIn",
    icon: ZoomIn,
    keys: ["+", "="],
    perform: (editor) => editor.canvas.current()?.zoomIn(),
  }),
  defineAction({
    id: "view.zoomOut",
    label: "toolbar.zoomOut",
    icon: ZoomOut,
    keys: ["-"],
    perform: (editor) => editor.canvas.current()?.zoomOut(),
  }),
  defineAction({
    id: "view.fit",
    label: "toolbar.fitView",
    icon: Maximize,
    keys: ["F"],
    perform: (editor) => editor.canvas.current()?.fitView(),
  }),
  defineAction({
    id: "view.autoLayout",
    label: "toolbar.autoLayout",
    icon: Network,
    keys: ["L"],
    perform: (editor) => editor.canvas.current()?.autoLayout(),
  }),
  defineAction({
    id: "view.palette",
    label: "toolbar.palettePanel",
    icon: PanelLeft,
    keys: ["Mod+B"],
    inFields: true,
    checked: () => paletteShown(sessionStore.getState()),
    perform: () => (paletteShown(sessionStore.getState()) ? updateSession({ paletteOpen: false }) : openPalette()),
  }),
  defineAction({
    id: "view.searchLayers",
    label: "palette.search",
    icon: Search,
    keys: ["/"],
    perform: () => {
      openPalette();
      // The palette may have to be drawn first.
      requestAnimationFrame(() => document.querySelector<HTMLInputElement>("#palette input")?.select());
    },
  }),
  defineAction({
    id: "view.inspector",
    label: "toolbar.inspectorPanel",
    icon: PanelRight,
    keys: ["Mod+I"],
    inFields: true,
    checked: () => sessionStore.getState().inspectorOpen,
    perform: () => updateSession({ inspectorOpen: !sessionStore.getState().inspectorOpen }),
  }),
  defineAction({
    id: "view.code",
    label: "toolbar.codePanel",
    icon: PanelBottom,
    keys: ["Mod+J"],
    inFields: true,
    checked: () => sessionStore.getState().bottomPanel === "code",
    perform: () => toggleBottom("code"),
  }),
  defineAction({
    id: "view.problems",
    label: "toolbar.problemsPanel",
    icon: TriangleAlert,
    keys: ["Mod+Shift+M"],
    inFields: true,
    checked: () => sessionStore.getState().bottomPanel === "problems",
    perform: () => toggleBottom("problems"),
  }),
  theme("light", "toolbar.themeLight", Sun),
  theme("dark", "toolbar.themeDark", Moon),
  theme("system", "toolbar.themeSystem", Monitor),
  language("en", "toolbar.languageEnglish"),
  language("zh-CN", "toolbar.languageChinese"),
  defineAction({
    id: "view.commands",
    label: "toolbar.commandPalette",
    icon: Command,
    keys: ["Mod+K"],
    inFields: true,
    perform: () => updateSession({ commandMenu: "all" }),
  }),
  defineAction({
    id: "view.shortcuts",
    label: "toolbar.shortcuts",
    icon: Keyboard,
    keys: ["?"],
    perform: () => updateSession({ shortcutsOpen: true }),
  }),
  defineAction({
    id: "view.about",
    label: "toolbar.about",
    icon: Info,
    perform: () => updateSession({ aboutOpen: true }),
  }),
] as const;

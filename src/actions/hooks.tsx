// Owns how components show actions: named in the user's language, enabled and checked as they are now.
import { type ReactNode, useCallback, useSyncExternalStore } from "react";
import { useEditor } from "../editor/context.ts";
import type { Editor } from "../editor/editor.ts";
import { type Translate, useT } from "../i18n/index.ts";
import { sessionStore } from "../session/store.ts";
import type { Action } from "./define.ts";
import { type ActionId, action } from "./index.ts";
import { isMac, printShortcut } from "./keys.ts";

/** Tells of every change that may enable, disable or check an action. */
function useChanges(editor: Editor) {
  return useCallback(
    (changed: () => void) => {
      const stops = [editor.history.store, editor.view, editor.run, sessionStore].map((s) => s.subscribe(changed));
      return () => {
        for (const stop of stops) stop();
      };
    },
    [editor],
  );
}

/** The shortcut as the platform writes it, or undefined. */
export const shortcutOf = ({ keys }: Pick<Action, "keys">): string | undefined =>
  keys[0] === undefined ? undefined : printShortcut(keys[0], isMac);

/** An action as a menu entry or a button shows it. */
export interface ActionItem {
  readonly kind: "item";
  readonly id: string;
  readonly label: string;
  readonly icon: ReactNode;
  readonly shortcut: string | undefined;
  readonly disabled: boolean;
  readonly danger?: boolean;
  readonly checked?: boolean;
  readonly onSelect: () => void;
}

function itemOf(editor: Editor, shown: Action, t: Translate): ActionItem {
  const Icon = shown.icon;
  return {
    kind: "item",
    id: shown.id,
    label: t(shown.label),
    icon: <Icon />,
    shortcut: shortcutOf(shown),
    disabled: !shown.enabled(editor),
    ...(shown.id === "edit.delete" ? { danger: true } : {}),
    ...(shown.checked ? { checked: shown.checked(editor) } : {}),
    onSelect: () => shown.enabled(editor) && shown.perform(editor),
  };
}

/** Actions as menu entries; `"-"` is a separator. Kept up to date. */
export function useActionItems(
  ids: readonly (ActionId | "-")[],
): (ActionItem | { readonly kind: "separator"; readonly id: string })[] {
  const editor = useEditor();
  const t = useT();
  const shown = ids.map((id) => (id === "-" ? null : action(id)));
  // The snapshot is a text of the states: equal texts draw nothing anew.
  useSyncExternalStore(useChanges(editor), () =>
    shown.map((a) => `${a?.enabled(editor)}${a?.checked?.(editor)}`).join(),
  );
  return shown.map((a, i) => (a ? itemOf(editor, a, t) : { kind: "separator", id: `separator-${i}` }));
}

/** One action as a button shows it. Kept up to date. */
export function useActionItem(id: ActionId): ActionItem {
  const editor = useEditor();
  const t = useT();
  const shown = action(id);
  useSyncExternalStore(useChanges(editor), () => `${shown.enabled(editor)}${shown.checked?.(editor)}`);
  return itemOf(editor, shown, t);
}

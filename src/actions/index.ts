// Owns the one list of all actions: what has a label, an icon or a shortcut.
import type { Editor } from "../editor/editor.ts";
import type { Action } from "./define.ts";
import { editActions } from "./edit.ts";
import { exampleActions, fileActions } from "./file.ts";
import { runActions } from "./run.ts";
import { viewActions } from "./view.ts";

const list = [...fileActions, ...exampleActions, ...editActions, ...runActions, ...viewActions] as const;

export type ActionId = (typeof list)[number]["id"];

export const actions: readonly Action<ActionId>[] = list;

const byId = new Map<string, Action<ActionId>>(actions.map((action) => [action.id, action]));

/** An action by its id. */
export const action = (id: ActionId): Action<ActionId> => byId.get(id)!;

/** Does what an action does, if that can be done now. Returns whether it could. */
export function perform(editor: Editor, id: ActionId): boolean {
  const { enabled, perform: run } = action(id);
  if (!enabled(editor)) return false;
  run(editor);
  return true;
}

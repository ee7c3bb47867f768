// Owns what an action is: something the user can do, as data that toolbar, menus, command menu and shortcut sheet read.
import type { LucideIcon } from "lucide-react";
import type { Variables } from "../../engine/core/said.ts";
import type { Editor } from "../editor/editor.ts";
import type { en } from "../i18n/en.ts";
import type { Key } from "../i18n/index.ts";
import type { TextOf } from "../i18n/keys.ts";

/** Keys of texts without values to fill in. */
export type PlainKey = { [K in Key]: [Variables<TextOf<typeof en, K>>] extends [never] ? K : never }[Key];

/** An action acts on the editor it is given; only what is of the window alone needs none. */
export interface Action<Id extends string = string> {
  /** `group.name`, e.g. `edit.undo`. */
  readonly id: Id;
  readonly label: PlainKey;
  readonly icon: LucideIcon;
  /** Shortcuts such as `Mod+Shift+Z` (Mod: Cmd on a Mac, else Ctrl); the first is the one shown. */
  readonly keys: readonly string[];
  /** Whether the shortcut also works in a text field: always, or while nothing has been typed there since the last commit. */
  readonly inFields: boolean | "untouched";
  /** Whether the browser turns the shortcut into an event of its own (copy, cut, paste), which is what is answered. */
  readonly byBrowser: boolean;
  /** Whether it can be done now. */
  enabled(editor: Editor): boolean;
  /** Of a toggle: whether it is on now. */
  checked?(editor: Editor): boolean;
  perform(editor: Editor): void;
}

type Declared<Id extends string> = Pick<Action<Id>, "id" | "label" | "icon" | "perform"> &
  Partial<Omit<Action<Id>, "id" | "label" | "icon" | "perform">>;

/** Completes an action: no shortcut, always enabled, not while typing, unless it says otherwise. */
export const defineAction = <const Id extends string>(action: Declared<Id>): Action<Id> => ({
  keys: [],
  inFields: false,
  byBrowser: false,
  enabled: () => true,
  ...action,
});

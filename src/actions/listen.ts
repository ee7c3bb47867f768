// Owns the way from the keyboard to the actions.

import { frontEditor } from "../editor/front.ts";
import { listenToClipboard } from "./clipboard.ts";
import type { Action } from "./define.ts";
import { actions } from "./index.ts";
import { inPopup, isMac, matchesShortcut, type Stroke, takesText } from "./keys.ts";

/** Where a key was pressed: outside of fields, in one the user has typed in, in one as it was. */
export type Where = "outside" | "field" | "untouched";

function whereOf(target: EventTarget | null): Where {
  if (!takesText(target)) return "outside";
  return target instanceof HTMLElement && target.dataset.draft === "untouched" ? "untouched" : "field";
}

/** The action a key press means; in a field only of those that are for fields. */
export function actionFor(stroke: Stroke, where: Where): Action | undefined {
  return actions.find(
    ({ byBrowser, inFields, keys }) =>
      !byBrowser &&
      (where === "outside" || inFields === true || inFields === where) &&
      keys.some((shortcut) => matchesShortcut(shortcut, stroke, isMac)),
  );
}

/** Escape in a field or a panel leads back to the canvas; there it is a shortcut like others. */
function leavesForCanvas({ key, target }: KeyboardEvent): boolean {
  const canvas = frontEditor().canvas.current();
  const elsewhere = target instanceof Element && target !== document.body && !canvas?.holds(target);
  if (key !== "Escape" || !canvas || !elsewhere) return false;
  canvas.takeFocus();
  return true;
}

/** Performs actions on their shortcuts; the returned function stops it. */
export function listenToKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    // A tooltip takes Escape for itself on the way, and is no reason to stay in a field.
    if (event.isComposing || inPopup(event.target) || leavesForCanvas(event) || event.defaultPrevented) return;
    const action = actionFor(event, whereOf(event.target));
    if (!action) return;
    // The browser's own meaning (Ctrl+D: a bookmark) is never wanted, even where ours cannot be done now.
    const editor = frontEditor();
    if (action.enabled(editor) || event.ctrlKey || event.metaKey) event.preventDefault();
    if (action.enabled(editor)) action.perform(editor);
  };
  document.addEventListener("keydown", onKeyDown);
  const stopClipboard = listenToClipboard();
  return () => {
    document.removeEventListener("keydown", onKeyDown);
    stopClipboard();
  };
}

// Owns the way from the keyboard to the actions.
import { listenToClipboard } from "./clipboard.ts";
import type { Action } from "./define.ts";
import { actions } from "./index.ts";
import { inPopup, isMac, matchesShortcut, type Stroke, takesText } from "./keys.ts";

/** The action a key press means: none while an input method composes, none of those not for fields inside one. */
export function actionFor(stroke: Stroke, typing: boolean): Action | undefined {
  return actions.find(
    (action) =>
      !action.byBrowser &&
      (action.inFields || !typing) &&
      action.keys.some((shortcut) => matchesShortcut(shortcut, stroke, isMac)),
  );
}

/** Performs actions on their shortcuts; the returned function stops it. */
export function listenToKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || inPopup(event.target)) return;
    const action = actionFor(event, takesText(event.target));
    if (!action) return;
    // The browser's own meaning (Ctrl+D: a bookmark) is never wanted, even where ours cannot be done now.
    if (action.enabled() || event.ctrlKey || event.metaKey) event.preventDefault();
    if (action.enabled()) action.perform();
  };
  document.addEventListener("keydown", onKeyDown);
  const stopClipboard = listenToClipboard();
  return () => {
    document.removeEventListener("keydown", onKeyDown);
    stopClipboard();
  };
}

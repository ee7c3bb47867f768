// Owns the window being narrow: then one of the two side panels is shown at a time, and the menus share one button.
import { type Session, sessionStore, updateSession } from "./store.ts";

/** In em of the page's usual font: a browser's zoom counts, as it does in the styles. */
const narrowWindow = "(max-width: 60rem)";

/** Follows the window's width from now on. */
export function followWidth(): void {
  const query = matchMedia(narrowWindow);
  const follow = () => updateSession({ narrow: query.matches });
  query.addEventListener("change", follow);
  follow();
}

/** Whether the palette is in view: in a narrow window it waits until the inspector is closed. */
export const paletteShown = ({ paletteOpen, inspectorOpen, narrow }: Session): boolean =>
  paletteOpen && !(narrow && inspectorOpen);

/** Brings the palette into view, in a narrow window in place of the inspector. */
export function openPalette(): void {
  const { narrow } = sessionStore.getState();
  updateSession(narrow ? { paletteOpen: true, inspectorOpen: false } : { paletteOpen: true });
}

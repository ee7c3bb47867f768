// Owns errors that nobody caught: told in the app while it stands, else shown in its place.
import { rescueShown, showRescue } from "./screen.ts";

let tell: ((error: unknown) => void) | null = null;

/** From now on there is an app to tell: `told` shows a message in it. */
export function tellFailures(told: (error: unknown) => void): void {
  tell = told;
}

/** Of the browser's own making, harmless and without an error: a layout that settles in the next frame. */
const harmless = /^ResizeObserver loop/;

function onFailure(error: unknown): void {
  if (rescueShown()) return;
  const standing = document.getElementById("root")?.hasChildNodes() === true;
  if (standing && tell) tell(error);
  else showRescue(error);
}

/** Listens for as long as the page lives. */
export function watchFailures(): void {
  window.addEventListener("error", (event) => {
    // Without an error it is the browser's, or an extension's whose text the page may not know.
    if (event.error !== null && event.error !== undefined && !harmless.test(event.message)) onFailure(event.error);
  });
  window.addEventListener("unhandledrejection", (event) => onFailure(event.reason));
}

/** What must not fail: where it does, the app is not as it should be any more, and the screen takes its place. */
export function vital<A extends readonly unknown[]>(act: (...args: A) => void): (...args: A) => void {
  return (...args) => {
    try {
      act(...args);
    } catch (error) {
      console.error(error);
      showRescue(error);
    }
  };
}

// Owns the app's life in the page: it is started and drawn, and drawn anew after it has failed.
import { StrictMode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { App } from "./App.tsx";
import { exits } from "./exits.ts";
import { t } from "./i18n/index.ts";
import { preloadOverlays } from "./Overlays.tsx";
import { tellFailures } from "./rescue/failures.ts";
import { hideRescue, offerExits, rescueShown, showRescue } from "./rescue/screen.ts";
import { notify, updateSession } from "./session/store.ts";
import "./ui/theme.css";
import { frontEditor, whileFront } from "./editor/front.ts";
import { start } from "./wiring.ts";

let drawn: Root | null = null;

function draw(): void {
  const element = document.getElementById("root");
  if (!element) return;
  drawn?.unmount();
  drawn = createRoot(element, {
    // React has taken everything away by now.
    onUncaughtError: (error, { componentStack }) => {
      console.error(error, componentStack);
      showRescue(error);
    },
  });
  drawn.render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

/** Another document, or another state of this one, is worth another try. */
function drawAgain(): void {
  if (!rescueShown()) return;
  hideRescue();
  // What was open may be what failed.
  updateSession({ commandMenu: "closed", shortcutsOpen: false, aboutOpen: false });
  frontEditor().view.setState({ renaming: null });
  draw();
}

/** Starts the app and draws it. @throws what keeps it from starting */
export async function main(): Promise<void> {
  offerExits(exits);
  // First: the ways out work by it, also where the start fails.
  whileFront(({ history }) => {
    drawAgain();
    return history.store.subscribe((now, before) => {
      if (now.present !== before.present) drawAgain();
    });
  });
  await start();
  draw();
  tellFailures((error) => notify("error", t("errors.title"), error instanceof Error ? error.message : String(error)));
  void preloadOverlays();
}

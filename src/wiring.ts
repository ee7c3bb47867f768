// Owns what follows what: the engine follows the editor in front, the page its name and the preferences. Everything that runs without a component.

import { listenToKeys } from "./actions/listen.ts";
import { attend } from "./attending.ts";
import type { Editor } from "./editor/editor.ts";
import { serve, warmEngine } from "./editor/engine.ts";
import { whileFront } from "./editor/front.ts";
import { panelOf, shownPort } from "./editor/selection.ts";
import type { View } from "./editor/view.ts";
import { languages, preferredLanguage, setLanguage } from "./i18n/index.ts";
import { restoreOrWelcome } from "./io/documents/start.ts";
import { openLaunched } from "./io/launched.ts";
import { keepOffline } from "./io/offline.ts";
import { keepPreferences } from "./io/preferences.ts";
import { vital } from "./rescue/failures.ts";
import { showRescue } from "./rescue/screen.ts";
import { followWidth } from "./session/narrow.ts";
import { type Session, sessionStore, updateSession } from "./session/store.ts";

const root = document.documentElement;

function showTheme({ theme }: Session): void {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
}

/** The panel below the inspector shows what belongs to a new selection: a node's or an edge's tensor, an Input's source. */
function followSelection(editor: Editor, now: View, before: View | null): void {
  if (now.selectedEdges !== before?.selectedEdges && now.selectedEdges.length > 0) {
    updateSession({ sidePanel: "viewer" });
  }
  if (now.selectedNodes === before?.selectedNodes) return;
  const { graph } = editor.document();
  const [id, ...more] = now.selectedNodes;
  if (id === undefined || more.length > 0 || !Object.hasOwn(graph.nodes, id)) return;
  const viewedPort = shownPort(graph, id);
  updateSession({ sidePanel: panelOf(graph, id) });
  if (viewedPort !== null) editor.view.setState({ viewedPort });
}

/** What the window shows of the editor in front beside what is drawn. */
function present(editor: Editor): () => void {
  const { history, run, view } = editor;
  const name = () => {
    root.dataset.document = editor.document().name;
  };
  const status = () => {
    const now = run.getState().status;
    if (root.dataset.run !== now) root.dataset.run = now;
  };
  name();
  status();
  followSelection(editor, view.getState(), null);
  const stops = [
    history.store.subscribe(vital(name)),
    run.subscribe(vital(status)),
    view.subscribe(vital((now, before) => followSelection(editor, now, before))),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** How long the start waits for the texts of the user's language; until they come the app speaks English. */
const patience = 2000;

/** Sets the language the user chose, or else reads. */
async function speak(chosen: string | null): Promise<void> {
  const language = languages.find(({ id }) => id === chosen)?.id ?? preferredLanguage(navigator.languages);
  const spoken = setLanguage(language).catch((error: unknown) => {
    console.info("The texts of the language could not be fetched.", error);
  });
  await Promise.race([spoken, new Promise((resolve) => setTimeout(resolve, patience))]);
}

/**
 * Starts everything that lives as long as the page, then opens the last document, or the first one.
 * @throws what keeps the app from starting
 */
export async function start(): Promise<void> {
  void keepOffline();
  warmEngine();
  keepPreferences();
  const session = sessionStore.getState();
  showTheme(session);
  followWidth();
  await speak(session.language);

  sessionStore.subscribe(vital(showTheme));
  whileFront((editor) => {
    serve(editor);
    return attend(editor);
  });
  whileFront(present);
  listenToKeys();
  restoreOrWelcome().then(openLaunched, showRescue);
}

// Owns what follows what: edits start runs, choices reach the engine, preferences the page. Everything that runs without a component.

import { roleOf } from "../engine/modules/index.ts";
import { listenToKeys } from "./actions/listen.ts";
import { sampleCount } from "./actions/run.ts";
import type { Document } from "./document/document.ts";
import { currentDocument, history } from "./document/store.ts";
import { languages, setLanguage } from "./i18n/index.ts";
import { restoreOrWelcome } from "./io/documents/start.ts";
import { openLaunched } from "./io/launched.ts";
import { keepOffline } from "./io/offline.ts";
import { keepPreferences } from "./io/preferences.ts";
import { vital } from "./rescue/failures.ts";
import { showRescue } from "./rescue/screen.ts";
import { runController, warmEngine } from "./run/instance.ts";
import { runStore } from "./run/store.ts";
import { followWidth } from "./session/narrow.ts";
import { followGraph, shownPort } from "./session/selection.ts";
import { type Session, sessionStore, updateSession } from "./session/store.ts";

const root = document.documentElement;

function showTheme({ theme }: Session): void {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
}

/** A document as it is now: to the engine, and what points into it kept within it. */
function follow({ graph, seed }: Document): void {
  followGraph(graph);
  const last = sampleCount(graph) - 1;
  if (sessionStore.getState().sample > last) updateSession({ sample: last });
  runController.submit(graph, seed);
}

/** The panel below the inspector shows what belongs to a new selection: a node's or an edge's tensor, an Input's source. */
function followSelection(session: Session, before: Session): void {
  if (session.selectedEdges !== before.selectedEdges && session.selectedEdges.length > 0) {
    updateSession({ sidePanel: "viewer" });
  }
  if (session.selectedNodes === before.selectedNodes) return;
  const { graph } = currentDocument();
  const [id, ...more] = session.selectedNodes;
  if (id === undefined || more.length > 0 || !Object.hasOwn(graph.nodes, id)) return;
  const viewedPort = shownPort(graph, id);
  updateSession({
    sidePanel: roleOf(graph.nodes[id]?.module) === "input" ? "input" : "viewer",
    ...(viewedPort === null ? {} : { viewedPort }),
  });
}

/**
 * Starts everything that lives as long as the page, then opens the last document, or the first one.
 * @throws what keeps the app from starting
 */
export function start(): void {
  void keepOffline();
  warmEngine();
  keepPreferences();
  const session = sessionStore.getState();
  showTheme(session);
  followWidth();
  const chosen = languages.find(({ id }) => id === session.language);
  if (chosen) setLanguage(chosen.id);

  sessionStore.subscribe(
    vital((now, before) => {
      showTheme(now);
      runController.setTraining(now.training);
      runController.setSample(now.sample);
      followSelection(now, before);
    }),
  );
  history.store.subscribe(
    vital((now, before) => {
      if (now.present !== before.present) follow(now.present);
      root.dataset.document = now.present.name;
    }),
  );
  root.dataset.document = currentDocument().name;
  root.dataset.run = runStore.getState().status;
  runStore.subscribe(
    vital(({ status }) => {
      if (root.dataset.run !== status) root.dataset.run = status;
    }),
  );
  listenToKeys();
  follow(currentDocument());
  restoreOrWelcome().then(openLaunched, showRescue);
}

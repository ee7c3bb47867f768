// Owns the start of the files' part of the app: the storage, the document shown first, and when everything is written.

import { frontEditor } from "../../editor/front.ts";
import { t } from "../../i18n/index.ts";
import { notify } from "../../session/store.ts";
import { fetchExample, openExample } from "../examples.ts";
import { recallTab } from "./browser.ts";
import { idsToTry } from "./catalog.ts";
import { channel, joinFront, leaveShare, loseShare, publishSoon } from "./company.ts";
import { openDatabase } from "./database.ts";
import { flushAll, frontDocument, newDocument, openDocument, saveAllAgain, showRead, startDesk } from "./desk.ts";
import type { OpenDocument } from "./open_document.ts";
import { readDocument } from "./reading.ts";
import { refreshRecents, tidy } from "./recents.ts";
import { keepIn } from "./shelf.ts";
import type { DocumentStorage } from "./storage.ts";

/** The app starts without its storage when that does not answer: what is opened is kept once it does. */
const startLimit = 3000;

/** Shows the best document there is, while it is still `wanted`: this tab's own, else the one opened last. */
async function showLast(place: DocumentStorage, own: string | null, wanted: () => boolean): Promise<void> {
  for (const id of await idsToTry(place, own)) {
    // What was opened while the storage was slow may be kept already.
    if (id === frontDocument()?.id) return;
    const reading = await readDocument(place, id, Date.now());
    if (!wanted()) return;
    const damaged =
      reading.kind === "read" ? reading.document.damaged : reading.kind === "damaged" ? reading.damaged : null;
    if (damaged)
      notify("error", t("documents.damaged"), `${damaged.name}: ${damaged.message}\n${t("documents.damagedText")}`);
    if (reading.kind !== "read") continue;
    showRead(reading.document);
    return;
  }
}

const canUndo = (): boolean => frontEditor().history.store.getState().past.length > 0;

let started = false;

/**
 * Starts the files' part of the app, once: shows the last document or, at the first start, LeNet-5,
 * and from then on keeps every change.
 */
export async function restoreOrWelcome(): Promise<void> {
  if (started) return;
  started = true;
  const memory = recallTab();
  let blocked: () => void = () => undefined;
  const waiting = new Promise<void>((done) => {
    blocked = done;
    setTimeout(done, startLimit);
  });
  const place = openDatabase({
    onReset: saveAllAgain,
    onBlocked: () => {
      notify("error", t("documents.blocked"), t("documents.blockedText"));
      blocked();
    },
  });
  startDesk(
    {
      onFront: (document) => {
        joinFront(document);
        void document.saver.flush().then(() => tidy(document));
      },
      onLeft: leaveShare,
      onChange: publishSoon,
      onLost: loseShare,
    },
    memory,
  );
  const initial = frontEditor().document();
  // A file may be opened faster than the last document is read.
  const untouched = () => frontDocument() === null && frontEditor().document() === initial;
  // A storage that answers late takes the welcome's place, as long as nobody has worked on it.
  let welcomed: OpenDocument | null = null;
  const wanted = () => untouched() || (welcomed !== null && frontDocument() === welcomed && !canUndo());
  // Asked for beside the last document: whoever comes for the first time waits for it.
  const welcome = fetchExample("lenet5");
  keepIn(place);
  // Where it fails, the first save says so.
  await Promise.race([showLast(place, memory.front, wanted).catch(() => undefined), waiting]);
  if (untouched()) await openExample("lenet5", untouched, welcome);
  welcomed = frontDocument();
  if (untouched()) newDocument();
  // What was edited before anything was opened is a document, too.
  else if (frontDocument() === null) openDocument(frontEditor().document());
  keepWatch();
}

/** Writes at once when the page goes out of sight, and keeps the list of documents up to date. */
function keepWatch(): void {
  const last = () => void flushAll(true);
  window.addEventListener("pagehide", last);
  window.addEventListener("beforeunload", last);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") last();
  });
  channel.listen((message) => {
    if (message.kind === "recents") void refreshRecents();
  });
}

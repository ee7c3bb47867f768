// Owns the ways out of a failed app: each works on the document and the files alone, without anything that is drawn.

import { frontEditor } from "./editor/front.ts";
import { openAllDropped } from "./io/dropping.ts";
import { newDocument, openDropped } from "./io/files.ts";
import { saveCopy } from "./io/last_resort.ts";
import type { Exits } from "./rescue/screen.ts";

export const exits: Exits = {
  save: () => saveCopy(frontEditor()),
  // A page that starts opens what was saved last.
  openLast: () => location.reload(),
  startEmpty: newDocument,
  openFile: (file) => openDropped(file),
  openDropped: openAllDropped,
};

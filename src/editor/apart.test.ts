// No module of the editor holds anything of a document: what could hold it is counted, whether it is exported or not.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../", import.meta.url);

/** What lives as long as the window, by what it is. Anything else belongs into `Editor`. */
const ofTheWindow: Readonly<Record<string, readonly string[]>> = {
  "never changed": [
    ...["actions/index.ts byId", "actions/keys.ts textless", "document/repairs/index.ts numberKinds"],
    ...["document/repairs/verify.ts ofEdges", "document/repairs/verify.ts ofValues"],
    ...["editor/problems.ts none", "editor/problems.ts tables", "editor/repairs.ts none", "i18n/index.ts counts"],
    "i18n/zh-CN/modules/functions_math.ts none",
  ],
  "a memo, or held weakly for the editor or graph it belongs to": [
    ...["document/axes.ts memo", "canvas/handles.ts waitingIn"],
  ],
  "a React context, which holds nothing itself": [
    ...["canvas/connecting.ts ConnectingContext", "canvas/label_layer.ts LabelLayerContext"],
    "editor/context.ts EditorContext",
  ],
  "which editors there are, which is in front, and whom the engine serves": [
    ...["editor/front.ts front", "editor/engine.ts client", "editor/engine.ts onDeath"],
    ...["io/documents/desk.ts front", "io/documents/desk.ts parked"],
    ...["io/documents/desk.ts back", "io/documents/desk.ts forth"],
  ],
  "where and with whom documents are kept, by their ids": [
    ...["io/documents/company.ts known", "io/documents/company.ts publishing", "io/documents/company.ts shares"],
    ...["io/documents/shelf.ts failing", "io/documents/shelf.ts later", "io/documents/shelf.ts place"],
    ...["io/documents/shelf.ts told", "io/documents/start.ts started", "io/documents/browser.ts asked"],
  ],
  "the window's own": [
    ...["session/store.ts sessionStore", "session/store.ts nextNotice", "session/documents.ts documentsStore"],
    ...["i18n/index.ts i18n", "i18n/index.ts translators", "i18n/modules.ts zhCN"],
    ...["actions/clipboard.ts lastCopied", "canvas/layout.ts engine", "toolbar/early_keys.ts held"],
    ...["io/offline.ts asked", "io/offline.ts kept", "io/picking.ts current", "main.tsx drawn"],
    ...["rescue/failures.ts tell", "rescue/screen.ts exits", "rescue/screen.ts screen"],
  ],
};

/** Declarations at the top of a module that can change: variables, and constants that hold a collection or a store. */
const holders = [
  /^(?:export )?let (\w+)/gm,
  /^(?:export )?(?:const|var) (\w+)[^=\n]*=\s*(?:\[\]|\{\}|new \w+(?:<[^;=]*?>)?\(|create\w*(?:<[^;=]*?>)?\(|new\w*Editor\()/gm,
];

const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.(?:test|fixture)\./.test(file),
);

test("what can change at the top of a module is of the window, and is known", () => {
  const found = files.flatMap((file) => {
    const text = readFileSync(new URL(file, root), "utf8");
    return holders.flatMap((holder) => [...text.matchAll(holder)].map(([, name]) => `${file} ${name}`));
  });
  expect(files.length).toBeGreaterThan(200);
  expect(found.sort()).toEqual(Object.values(ofTheWindow).flat().sort());
});

test("stores are made by functions alone, but for those of the window", () => {
  const makers = files.filter((file) =>
    /^(?:export )?const \w+[^=\n]*= createStore/m.test(readFileSync(new URL(file, root), "utf8")),
  );
  expect(makers.sort()).toEqual(["editor/front.ts", "session/documents.ts", "session/store.ts"]);
});

// Owns which room may import which: the tables below are the rules, and what follows them is derived.

/** What a room may import besides itself; `types` are rooms of which it may import types only. */
const engineRooms = {
  "engine/core": { imports: [] },
  "engine/kernels": { imports: [] },
  "engine/ops": { imports: ["engine/core"] },
  "engine/modules": { imports: ["engine/core", "engine/ops"] },
  "engine/ir": { imports: ["engine/core", "engine/ops", "engine/modules"] },
  "engine/graph": { imports: ["engine/core", "engine/ops", "engine/modules"] },
  "engine/tensor": { imports: ["engine/core", "engine/ops", "engine/kernels"] },
  "engine/nn": { imports: ["engine/core", "engine/ops", "engine/modules", "engine/tensor"], types: ["engine/graph"] },
  "engine/optim": { imports: ["engine/core", "engine/ops", "engine/modules", "engine/tensor"] },
  "engine/plan": {
    imports: [
      ...["engine/core", "engine/ops", "engine/modules", "engine/ir"],
      ...["engine/tensor", "engine/kernels", "engine/nn"],
    ],
  },
  "engine/io": {
    imports: ["engine/core", "engine/ops", "engine/modules", "engine/graph", "engine/tensor", "engine/nn"],
  },
  "engine/index": { imports: ["engine"] },
};

const workerRooms = {
  "workers/failure": { imports: ["workers/protocol", "engine/core"] },
  "workers/protocol": { imports: [], types: ["engine/core", "engine/graph"] },
  "workers/client": { imports: ["workers/protocol", "workers/failure", "engine/core"], types: ["engine/graph"] },
  "workers/yielding": { imports: [] },
  // engine.worker and the files it is made of
  workers: { imports: ["engine", "workers/protocol", "workers/failure", "workers/yielding"] },
};

const panelImports = [
  "src/ui",
  "src/i18n",
  "src/document",
  "src/session",
  "src/run",
  "src/editor",
  "src/actions",
  "engine/core",
  "engine/modules",
  "engine/graph",
];

/** What the rooms between the document and the panels read of the model. */
const documentImports = ["src/document", "engine/core", "engine/modules", "engine/graph"];

/** What flows out of a run: activations, statistics, pictures. */
const runTypes = ["workers/protocol"];

const editorRooms = {
  "src/i18n": { imports: ["engine/core"] },
  "src/ui": { imports: ["src/i18n", "src/ui/shorten", "src/ui/numbers", "src/scene/theme", "src/scene/colors"] },
  // Texts of any length and numbers made short: no part of the page.
  "src/ui/shorten": { imports: [] },
  "src/ui/numbers": { imports: [] },
  // Of the app it needs its texts alone: the rest may be what failed.
  "src/rescue": { imports: ["src/i18n"] },
  "src/document": { imports: ["src/i18n", "engine/core", "engine/ops", "engine/modules", "engine/graph"] },
  "src/scene/theme": { imports: [] },
  "src/scene/colors": { imports: ["src/scene/theme"] },
  // A document as data to be drawn, by the canvas or without a page. Of the texts it is given it needs the types alone.
  "src/scene": {
    imports: ["src/scene/theme", "src/scene/colors", "src/ui/shorten", "src/ui/numbers", ...documentImports],
    types: ["src/i18n", ...runTypes],
  },
  "src/session": { imports: ["src/i18n", ...documentImports] },
  "src/run": { imports: ["workers/client", ...documentImports], types: ["workers/protocol"] },
  "src/editor": {
    imports: ["src/i18n", "src/session", "src/run", "workers/client", ...documentImports],
    types: ["workers/protocol"],
  },
  "src/io": {
    imports: ["src/i18n", "src/session", "src/run", "src/editor", "engine/io", ...documentImports],
    types: ["workers/protocol"],
  },
  "src/actions": { imports: ["src/i18n", "src/session", "src/run", "src/editor", "src/io", ...documentImports] },
  "src/canvas": { imports: [...panelImports, "src/scene"], types: runTypes },
  "src/palette": { imports: panelImports },
  "src/inspector": { imports: panelImports },
  "src/input": { imports: [...panelImports, "src/io"] },
  "src/toolbar": { imports: [...panelImports, "src/io"] },
  "src/viewer": { imports: [...panelImports, "src/scene", "src/io"], types: runTypes },
  "src/code": { imports: panelImports },
  "src/problems": { imports: panelImports },
  // App, main and what else lies at the top of src
  src: { imports: ["src"] },
};

const rooms = { ...engineRooms, ...workerRooms, ...editorRooms };

/** Packages that are at home in some rooms only. */
const packages = [
  { names: ["reactflow", "@xyflow/react", "@xyflow/system"], only: ["src/canvas"] },
  { names: ["zustand"], only: ["src/document", "src/session", "src/run", "src/editor"] },
  { names: ["comlink"], only: ["workers"] },
  { names: ["react", "react-dom"], only: ["src"] },
  { names: ["rbush"], only: ["src/document"] },
  { names: ["i18next"], only: ["src/i18n", "src/ui"] },
  { names: ["onnxruntime-web", "@tensorflow/*", "@jax-js/*"], only: ["bench"] },
];

/** The page's own thread draws; numbers are computed in the worker. Held on every path, not only on direct imports. */
const neverOnTheUiThread = ["engine/tensor", "engine/kernels"];

const testFile = "\\.(?:test|spec)\\.tsx?$";
const fixtureFile = "\\.fixture\\.tsx?$";

const literally = (text) => text.replace(/[.+^$()|[\]\\]/g, "\\$&");
/** A room is a folder (`engine/core`) or one file (`workers/client`, in `client.ts`). */
const inRoom = (room) => `^${literally(room)}(?:/|\\.tsx?$)`;
const inPackage = (name) => `(?:^|/)node_modules/(?:@types/)?${literally(name).replace("*", "[^/]+")}(?:/|$)`;
const roomsInside = (room) => Object.keys(rooms).filter((other) => other.startsWith(`${room}/`));

/** A room's files, without those of the rooms inside it and of folders that are no room. */
const ownFiles = (room) => {
  const inside = roomsInside(room).map((inner) => literally(inner.slice(room.length + 1)));
  return inside.length === 0 ? inRoom(room) : `^${literally(room)}/(?!(?:${inside.join("|")})\\.)[^/]+$`;
};

const roomRules = Object.entries(rooms).flatMap(([room, { imports, types = [] }]) => {
  const from = { path: ownFiles(room), pathNot: testFile };
  const allowed = [...imports, ...types];
  const told = [...imports, ...types.map((type) => `types of ${type}`)].join(", ") || "nothing";
  return [
    {
      name: `room: ${room}`,
      comment: `${room} may import ${told}`,
      severity: "error",
      from,
      to: { path: "^(?:engine|workers|src|bench|e2e|scripts)/", pathNot: [ownFiles(room), ...allowed.map(inRoom)] },
    },
    {
      name: `types only: ${room}`,
      comment: `${room} may import only types of ${types.join(", ")}`,
      severity: "error",
      from,
      to: { path: types.map(inRoom), dependencyTypesNot: ["type-only", "type-import"] },
    },
  ].slice(0, types.length === 0 ? 1 : 2);
});

const packageRules = packages.map(({ names, only }) => ({
  name: `package: ${names[0]}`,
  comment: `${names.join(", ")} only in ${only.join(", ")}`,
  severity: "error",
  from: { path: "^(?:engine|workers|src|bench)/", pathNot: [testFile, ...only.map(inRoom)] },
  to: { path: names.map(inPackage) },
}));

module.exports = {
  forbidden: [
    {
      name: "no cycles",
      comment: "Two files that need each other are one file, or lack a third below both; types count too.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    ...roomRules,
    ...packageRules,
    {
      name: "kernels by their contract",
      comment: "Tensors and plans call `kernels`, whichever set is loaded, and know of a family its contract alone.",
      severity: "error",
      from: { path: "^engine/(?!kernels/)", pathNot: [testFile, fixtureFile] },
      to: {
        path: "^engine/kernels/",
        pathNot: ["^engine/kernels/index\\.ts$", "^engine/kernels/[^/]+/contract\\.ts$"],
      },
    },
    {
      name: "contracts know nobody's way",
      comment: "What kernels are asked does not depend on how one of the two sets does it.",
      severity: "error",
      from: { path: "^engine/kernels/[^/]+/contract\\.ts$" },
      to: { path: "^engine/", pathNot: "^engine/kernels/[^/]+/contract\\.ts$" },
    },
    {
      name: "plain kernels stand alone",
      comment: "The compiled set is measured against the plain one, which therefore knows nothing of it.",
      severity: "error",
      from: { path: ["^engine/kernels/reference\\.ts$", "^engine/kernels/[^/]+/reference"], pathNot: testFile },
      to: { path: "^engine/", pathNot: ["^engine/kernels/[^/]+/reference", "/contract\\.ts$"] },
    },
    {
      name: "no homeless files",
      comment: "Every file of engine, workers and src lies in a room of the tables above.",
      severity: "error",
      from: { path: "^(?:engine|workers|src)/", pathNot: [testFile, ...Object.keys(rooms).map(ownFiles)] },
      to: {},
    },
    {
      name: "UI thread without numbers",
      comment: `Nothing in src reaches ${neverOnTheUiThread.join(" or ")}, directly or through other files.`,
      severity: "error",
      from: { path: "^src/", pathNot: testFile },
      to: { path: neverOnTheUiThread.map(inRoom), reachable: true },
    },
    {
      name: "tests are imported by nobody",
      comment: "What a test file offers to others belongs in a file of its own.",
      severity: "error",
      from: {},
      to: { path: testFile },
    },
    {
      name: "no development packages",
      comment: "What the app needs to run stands under dependencies in package.json.",
      severity: "error",
      from: { path: "^(?:engine|workers|src)/", pathNot: [testFile, fixtureFile] },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only", "type-import"] },
    },
    {
      name: "everything resolves",
      comment: "An import that leads nowhere escapes every other rule.",
      severity: "error",
      from: { path: "^(?:engine|workers|src|bench)/" },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: "tsc",
    tsPreCompilationDeps: "specify",
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "browser", "module", "default", "types"],
      mainFields: ["module", "main", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".d.ts", ".json", ".css"],
    },
  },
};

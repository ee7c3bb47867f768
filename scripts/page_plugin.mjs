// Owns what the build adds to the page: its policy, the app's own manifest, and what the browser may fetch ahead of the scripts.
import { headersFile, metaPolicy } from "./headers.mjs";

/**
 * The chunk of a source file and all it imports, each once.
 * @param {Readonly<Record<string, { type: string }>>} bundle
 * @param {string} source how the file's path ends
 * @returns {string[]}
 */
function chunksOf(bundle, source) {
  const chunks = /** @type {import("vite").Rolldown.OutputChunk[]} */ (
    Object.values(bundle).filter(({ type }) => type === "chunk")
  );
  const first = chunks.find(({ facadeModuleId }) => facadeModuleId?.replaceAll("\\", "/").endsWith(source));
  if (!first) throw new Error(`${source} is no chunk of its own`);
  const names = new Set([first.fileName]);
  for (const name of names) {
    for (const imported of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) names.add(imported);
  }
  return [...names];
}

/** @returns {import("vite").Plugin} */
export function pagePlugin() {
  return {
    name: "page",
    apply: "build",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "_headers", source: headersFile() });
    },
    transformIndexHtml: {
      order: "post",
      handler(_, { bundle = {} }) {
        // boot.ts asks for the app when it runs; until then the browser has it on the way.
        const ahead = chunksOf(bundle, "/src/main.tsx").map((name) => ({
          tag: "link",
          attrs: { rel: "modulepreload", crossorigin: true, href: `./${name}` },
          injectTo: /** @type {const} */ ("head"),
        }));
        const policy = { "http-equiv": "Content-Security-Policy", content: metaPolicy() };
        return [
          { tag: "meta", attrs: policy, injectTo: "head-prepend" },
          { tag: "meta", attrs: { name: "referrer", content: "no-referrer" }, injectTo: "head-prepend" },
          ...ahead,
        ];
      },
    },
  };
}

// Owns what the service worker does: keeps the whole built app for use without a connection, and isolates what it serves.
import { clientsClaim } from "workbox-core";
import { addPlugins, cleanupOutdatedCaches, type PrecacheEntry, precacheAndRoute } from "workbox-precaching";
import { registerRoute } from "workbox-routing";

/** Put in by the build: every file of the app, with a revision where its name has none. */
declare const PRECACHE: PrecacheEntry[];
/** Put in by the build from scripts/headers.mjs: what makes a page cross-origin isolated where the host does not send it. */
declare const ISOLATION: Readonly<Record<string, string>>;

// The page's types come with `lib.dom`, where `self` is a window.
const worker = self as unknown as ServiceWorkerGlobalScope;

/** What has a context of its own, and needs the headers. */
const contexts: readonly string[] = ["document", "iframe", "worker", "sharedworker"];

/** The same response with the headers; an opaque one has none to add to. */
function isolated(response: Response): Response {
  if (response.type === "opaque" || response.type === "opaqueredirect" || response.type === "error") return response;
  const { body, status, statusText } = response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
  return new Response(body, { status, statusText, headers });
}

const needsHeaders = (request: Request): boolean => contexts.includes(request.destination);

addPlugins([
  {
    handlerWillRespond: async ({ request, response }) => (needsHeaders(request) ? isolated(response) : response),
  },
]);
// A page may be opened with any query, and a file asked for with any: it is the same file.
precacheAndRoute(PRECACHE, { ignoreURLParametersMatching: [/.*/] });
cleanupOutdatedCaches();
clientsClaim();

// What is not kept passes by, but for what needs the headers.
registerRoute(
  ({ request, sameOrigin }) => sameOrigin && needsHeaders(request),
  async ({ request }) => isolated(await fetch(request)),
);

worker.addEventListener("install", () => {
  // Its predecessor kept nothing: there is no version a page could lose. Every other update waits until the user asks.
  if (worker.registration.active?.scriptURL.endsWith("/isolation.js")) void worker.skipWaiting();
});
worker.addEventListener("message", ({ data }) => {
  if (data === "take over") void worker.skipWaiting();
});

// Owns the headers of cross-origin isolation on hosts that cannot send them: registered by the page where it needs them.
// What is isolated may share memory, and so compute on several threads.

const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** What has a context of its own, and needs the headers; everything else passes by. */
const contexts = ["document", "worker", "sharedworker"];

/** The same response with the headers; one without a body to read (a redirect) stays as it is. */
async function withHeaders(request) {
  const response = await fetch(request);
  if (response.type !== "basic" && response.type !== "default") return response;
  const { body, status, statusText } = response;
  const isolated = new Response(body, { status, statusText, headers: response.headers });
  for (const [name, value] of Object.entries(headers)) isolated.headers.set(name, value);
  return isolated;
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (!contexts.includes(request.destination) || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(withHeaders(request));
});

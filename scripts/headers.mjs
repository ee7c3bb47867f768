// Owns the one table of security headers: for `npm start`, for hosts that read a `_headers` file, and as meta elements for the rest.

/**
 * What the page may do, by directive; what is not named may not be done at all (docs/security.md says why each is there).
 * @type {Readonly<Record<string, string>>}
 */
export const policy = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "style-src": "'self' 'unsafe-inline'",
  "style-src-attr": "'none'",
  "img-src": "'self' data: blob:",
  "connect-src": "'self'",
  "worker-src": "'self'",
  "manifest-src": "'self'",
  "object-src": "'none'",
  "base-uri": "'self'",
  "form-action": "'none'",
};

/** Features of the browser that the app never asks for. */
const refused = [
  "accelerometer",
  "autoplay",
  "camera",
  "display-capture",
  "encrypted-media",
  "geolocation",
  "gyroscope",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "publickey-credentials-get",
  "screen-wake-lock",
  "usb",
  "xr-spatial-tracking",
];

/** Without both the page is not cross-origin isolated, and shared memory (threads) is refused. */
export const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Whose pages may show this one in a frame: `FRAME_ANCESTORS`, e.g. "'self' https://docs.example"; by default its own. */
export const frameAncestors = () => process.env.FRAME_ANCESTORS?.trim() || "'self'";

/** @param {Readonly<Record<string, string>>} directives */
const printPolicy = (directives) =>
  Object.entries(directives)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join("; ");

/**
 * The policy as a meta element may hold it: browsers ignore `frame-ancestors` there, with a message in the console.
 * @returns {string}
 */
export const metaPolicy = () => printPolicy(policy);

/**
 * Every header the page is served with.
 * @param {string} [ancestors] whose pages may frame it
 * @returns {Record<string, string>}
 * @throws {Error} where `ancestors` would end the directive or the header
 */
export function pageHeaders(ancestors = frameAncestors()) {
  if (!/^[\w\-.:/*' ]+$/.test(ancestors)) throw new Error(`FRAME_ANCESTORS: not a list of sources: ${ancestors}`);
  return {
    "Content-Security-Policy": printPolicy({ ...policy, "frame-ancestors": ancestors }),
    ...isolation,
    // What embeds the page from elsewhere and is isolated itself may load it only if it says so.
    "Cross-Origin-Resource-Policy": ancestors === "'self'" || ancestors === "'none'" ? "same-origin" : "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": refused.map((feature) => `${feature}=()`).join(", "),
  };
}

/**
 * The text of a `_headers` file as Netlify, Cloudflare Pages and others read it.
 * @returns {string}
 */
export function headersFile() {
  const lines = Object.entries(pageHeaders()).map(([name, value]) => `  ${name}: ${value}`);
  // Hashed names never change; the worker must be asked for again, or an update is never seen.
  const hashed = ["/assets/*", "  Cache-Control: public, max-age=31536000, immutable"];
  return [...["/*", ...lines], ...hashed, ...["/sw.js", "  Cache-Control: no-cache"], ""].join("\n");
}

// Owns cross-origin isolation where the host does not send its headers: a service worker adds them, after one reload.

const guard = "edgewise.isolation";

/** Notes that the page has been reloaded for this, in this tab; false when it has been already, or cannot be noted. */
function mayReload(): boolean {
  try {
    if (sessionStorage.getItem(guard) !== null) return false;
    sessionStorage.setItem(guard, "reloaded");
    return true;
  } catch {
    return false;
  }
}

/** Resolves when a service worker answers for this page. */
function controlled({ serviceWorker }: Navigator): Promise<void> {
  if (serviceWorker.controller) return Promise.resolve();
  return new Promise((resolve) => {
    serviceWorker.addEventListener("controllerchange", () => resolve(), { once: true });
  });
}

/**
 * Makes a page isolated that is not, so that the engine may use threads: registers public/isolation.js and reloads
 * once. Without it, or where it does not help, the page stays as it is, on one thread.
 */
export async function isolate(): Promise<void> {
  if (crossOriginIsolated || !isSecureContext || !("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(new URL("isolation.js", document.baseURI));
    await controlled(navigator);
    if (mayReload()) location.reload();
  } catch (error) {
    console.info("Without cross-origin isolation the engine runs on one thread.", error);
  }
}

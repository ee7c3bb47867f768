// Owns the page's side of the service worker: the app kept for use offline, updates offered, threads where the host sends no headers.

import { firstRun } from "../editor/first_run.ts";
import { frontEditor } from "../editor/front.ts";
import { updateSession } from "../session/store.ts";

const guard = "edgewise.isolation";
/** Milliseconds between two looks for a new version, while the page is used. */
const pause = 60 * 60 * 1000;

/** Notes that the page has been reloaded for this, in this tab; false when it has been already, or cannot be noted. */
function mayReload(): boolean {
  // Nobody who has begun to work is interrupted: the next visit is isolated.
  const { past, future } = frontEditor().history.store.getState();
  if (past.length > 0 || future.length > 0) return false;
  try {
    if (sessionStorage.getItem(guard) !== null) return false;
    sessionStorage.setItem(guard, "reloaded");
    return true;
  } catch {
    return false;
  }
}

/** Whether a worker is the one of earlier versions, which only isolated the page and kept nothing. */
const isOld = (worker: ServiceWorker): boolean => worker.scriptURL.endsWith("/isolation.js");

/** Resolves when our service worker answers for this page. */
function controlled({ serviceWorker }: Navigator): Promise<void> {
  if (serviceWorker.controller && !isOld(serviceWorker.controller)) return Promise.resolve();
  return new Promise((resolve) => {
    serviceWorker.addEventListener("controllerchange", () => resolve(), { once: true });
  });
}

const offer = (): void => updateSession({ updateReady: true });

let kept: ServiceWorkerRegistration | null = null;
let asked = false;

/** Begins the new version, as the user asked: it takes over, and the page is reloaded with it. */
export function renew(): void {
  asked = true;
  if (kept?.waiting) kept.waiting.postMessage("take over");
  else location.reload();
}

/** Offers a version that has arrived and waits; looks for one whenever the page is turned to after a while. */
function followUpdates(registration: ServiceWorkerRegistration): void {
  const { serviceWorker } = navigator;
  // Without a worker so far, or with the old one, the first to come is no update.
  let running = serviceWorker.controller !== null && !isOld(serviceWorker.controller);
  const follow = (arriving: ServiceWorker | null) => {
    arriving?.addEventListener("statechange", () => {
      if (arriving.state === "installed" && running && registration.waiting === arriving) offer();
    });
  };
  if (registration.waiting && running) offer();
  follow(registration.installing);
  registration.addEventListener("updatefound", () => follow(registration.installing));
  serviceWorker.addEventListener("controllerchange", () => {
    if (asked) location.reload();
    // Another tab has begun the new version: what this page has yet to fetch is of the old one.
    else if (running) offer();
    running = true;
  });
  let looked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - looked < pause) return;
    looked = Date.now();
    // Offline there is none.
    registration.update().catch(() => undefined);
  });
}

/**
 * Registers the service worker, which keeps the built app. A page that is not isolated, and so has one thread, needs it
 * at once, and is reloaded when it answers: once, and only while nothing has been edited. Every other page computes first.
 */
export async function keepOffline(): Promise<void> {
  if (!import.meta.env.PROD || !isSecureContext || !("serviceWorker" in navigator)) return;
  try {
    if (crossOriginIsolated) await firstRun();
    await navigator.serviceWorker.register(new URL("sw.js", document.baseURI), { updateViaCache: "none" });
    // Not what `register` gives: where workers are blocked that may be nothing.
    const registration = (await navigator.serviceWorker.getRegistration(document.baseURI)) ?? null;
    if (registration === null) return;
    kept = registration;
    followUpdates(registration);
    if (crossOriginIsolated) return;
    await controlled(navigator);
    if (mayReload()) location.reload();
  } catch (error) {
    console.info(
      "The app is not kept for use offline; without cross-origin isolation the engine runs on one thread.",
      error,
    );
  }
}

// Owns the conformance run in a page: a worker, where the engine lives, does the cases; `window.conformance` asks it.
import type { Answer, Question } from "./conformance_page_worker.ts";

declare global {
  interface Window {
    /** Runs the case files at these addresses; what is wrong with each that fails, by address. */
    conformance?: (question: Question) => Promise<Answer>;
  }
}

window.conformance = (question) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./conformance_page_worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = (event) => {
      worker.terminate();
      reject(new Error(`the worker has failed: ${event.message}`));
    };
    worker.postMessage(question);
  });

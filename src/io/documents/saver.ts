// Owns when a document is written: soon after each change, at once when the page goes away, again and again after a failure.

export type SaveStatus =
  | { readonly kind: "saved" }
  | { readonly kind: "saving" }
  | { readonly kind: "failed"; readonly error: unknown };

export interface Saver {
  /** Something has changed. */
  request(): void;
  /** Writes now, whatever else is under way; `final` says that nothing may be waited for. False where it failed. */
  flush(final?: boolean): Promise<boolean>;
  /** Nothing more is written. */
  stop(): void;
}

export interface SaverOptions {
  /** Writes what has changed since it last succeeded, if anything has. */
  readonly write: (final: boolean) => Promise<void>;
  readonly onStatus: (status: SaveStatus) => unknown;
  readonly setTimer?: (run: () => void, milliseconds: number) => unknown;
  readonly clearTimer?: (timer: unknown) => void;
}

/** An edit is written at most this long after it was made, also while others follow it. */
export const saveDelay = 50;

/** How long to wait after so many failures in a row. */
export const retryDelay = (failures: number): number => Math.min(30_000, 250 * 2 ** (failures - 1));

/** While writing fails, edits try again no sooner than this. */
const editRetry = 1000;

export function createSaver(options: SaverOptions): Saver {
  const { write, onStatus } = options;
  const { setTimer = (run, milliseconds) => setTimeout(run, milliseconds) } = options;
  const { clearTimer = (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>) } = options;
  let timer: unknown = null;
  let due = Number.POSITIVE_INFINITY;
  let writing = 0;
  let again = false;
  let failures = 0;
  let stopped = false;

  function plan(milliseconds: number): void {
    if (stopped || milliseconds >= due) return;
    if (timer !== null) clearTimer(timer);
    due = milliseconds;
    timer = setTimer(() => {
      timer = null;
      due = Number.POSITIVE_INFINITY;
      void attempt(false);
    }, milliseconds);
  }

  function unplan(): void {
    if (timer !== null) clearTimer(timer);
    timer = null;
    due = Number.POSITIVE_INFINITY;
  }

  async function attempt(final: boolean): Promise<boolean> {
    unplan();
    writing++;
    again = false;
    let ok = true;
    try {
      await write(final);
    } catch (error) {
      ok = false;
      failures++;
      if (!stopped) onStatus({ kind: "failed", error });
    }
    writing--;
    if (stopped) return ok;
    if (!ok) plan(retryDelay(failures));
    else {
      failures = 0;
      if (again) plan(saveDelay);
      else if (writing === 0) onStatus({ kind: "saved" });
    }
    return ok;
  }

  return {
    request: () => {
      if (stopped) return;
      if (failures === 0) onStatus({ kind: "saving" });
      if (writing > 0) again = true;
      else plan(failures === 0 ? saveDelay : editRetry);
    },
    flush: (final = false) => (stopped ? Promise.resolve(false) : attempt(final)),
    stop: () => {
      stopped = true;
      unplan();
    },
  };
}

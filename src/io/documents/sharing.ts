// Owns which window edits a document: one holds its lock, the others follow it, may take it over, and inherit it.

/** `asking`: the browser has not said yet. */
export type Role = "asking" | "editor" | "follower";

/** What windows say to each other about a document. */
export type Message =
  /** Someone follows and wants to know the state. */
  | { readonly kind: "hello"; readonly id: string }
  /** The editor's state; inputs and weights only where they have changed since the last one. */
  | { readonly kind: "state"; readonly id: string; readonly state: unknown }
  /** The sender is about to take over: keep everything. */
  | { readonly kind: "handOver"; readonly id: string }
  /** Everything is kept. */
  | { readonly kind: "kept"; readonly id: string }
  /** The list of kept documents has changed. */
  | { readonly kind: "recents" };

export interface Channel {
  post(message: Message): void;
  /** Returns what stops it. */
  listen(heard: (message: Message) => void): () => void;
}

/** The part of `navigator.locks` that is used. */
export type Locks = Pick<LockManager, "request" | "query">;

export interface SharingOptions {
  readonly id: string;
  /** Null where the browser has no locks: then each window edits, and the storage tells who wrote last. */
  readonly locks: Locks | null;
  readonly channel: Channel;
  /** How long a lock that is held is waited for before this window follows: a page that reloads may not be gone yet. */
  readonly patience: number;
  readonly onRole: (role: Role) => void;
  /** Writes everything that has not been. */
  readonly flush: () => Promise<unknown>;
  /** What followers are told; `all` also what has not changed. */
  readonly state: (all: boolean) => unknown;
  readonly onState: (state: unknown) => void;
}

export interface Sharing {
  role(): Role;
  /** Whether other windows may be following. */
  followed(): boolean;
  /** Tells followers the state. */
  publish(): void;
  /** Makes this window the editor; the other one follows. */
  takeOver(): Promise<void>;
  /** The storage says that another window has written the document. */
  lost(): void;
  /** Gives the document up. */
  leave(): void;
}

/** How long the editing window has to write everything before it is taken over all the same: it may be frozen. */
const handOverLimit = 1000;

export const lockName = (id: string): string => `edgewise document ${id}`;

/** The ids of the documents that some window edits. */
export async function editedElsewhere(locks: Locks | null): Promise<ReadonlySet<string>> {
  const prefix = lockName("");
  const held = (await locks?.query().catch(() => null))?.held ?? [];
  return new Set(held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : [])));
}

export function shareDocument(options: SharingOptions): Sharing {
  const { id, locks, channel, patience, onRole, flush, state, onState } = options;
  let role: Role = "asking";
  let left = false;
  let followed = false;
  let release: () => void = () => undefined;
  let queue: AbortController | null = null;
  let onKept: () => void = () => undefined;

  const become = (next: Role): void => {
    if (left || role === next) return;
    const before = role;
    role = next;
    onRole(next);
    if (next === "follower") channel.post({ kind: "hello", id });
    // The others that followed the editor before follow this window now.
    if (next === "editor" && before === "follower") followed = true;
  };

  /** Holds the lock until it is given up. */
  const hold = (): Promise<void> => {
    if (left) return Promise.resolve();
    queue = null;
    const held = new Promise<void>((done) => {
      release = done;
    });
    become("editor");
    return held;
  };

  /** A lock taken by another window rejects its holder's promise: then this window follows. */
  const rejected = (error: unknown): void => {
    if (left) return;
    // Anything but a theft: the browser refuses locks to this page, so it edits alone.
    if (!(error instanceof Error) || error.name !== "AbortError") {
      become("editor");
      return;
    }
    release();
    become("follower");
    wait();
  };

  const ask = (request: LockOptions): void => {
    if (!locks) {
      void hold();
      return;
    }
    locks.request(lockName(id), request, hold).catch((error: unknown) => {
      if (!request.signal?.aborted) rejected(error);
    });
  };

  const wait = (): void => {
    queue = new AbortController();
    ask({ signal: queue.signal });
  };

  let patienceEnds: ReturnType<typeof setTimeout> | undefined;

  /** Takes the lock where it is free; else stands in line for it, and follows meanwhile. */
  const start = (place: Locks): void => {
    const taken = (lock: Lock | null): Promise<void> => {
      if (lock) return hold();
      if (left) return Promise.resolve();
      wait();
      patienceEnds = setTimeout(() => {
        if (role === "asking") become("follower");
      }, patience);
      return Promise.resolve();
    };
    place.request(lockName(id), { ifAvailable: true }, taken).catch(rejected);
  };

  const stop = channel.listen((message) => {
    if (message.kind === "recents" || message.id !== id || left) return;
    switch (message.kind) {
      case "hello":
        followed = true;
        if (role === "editor") channel.post({ kind: "state", id, state: state(true) });
        return;
      case "state":
        if (role === "follower") onState(message.state);
        return;
      case "handOver":
        if (role !== "editor") return;
        channel.post({ kind: "state", id, state: state(true) });
        void flush().then(() => channel.post({ kind: "kept", id }));
        return;
      case "kept":
        onKept();
        return;
      default:
        message satisfies never;
    }
  });

  if (locks) start(locks);
  else void hold();

  return {
    role: () => role,
    followed: () => followed,
    publish: () => {
      if (role === "editor") channel.post({ kind: "state", id, state: state(false) });
    },
    takeOver: async () => {
      if (role === "editor" || left) return;
      const kept = new Promise<void>((done) => {
        onKept = done;
      });
      channel.post({ kind: "handOver", id });
      const limit = new Promise<void>((done) => setTimeout(done, handOverLimit));
      await Promise.race([kept, limit]);
      if (left || (role as Role) === "editor") return;
      queue?.abort();
      ask({ steal: true });
    },
    lost: () => {
      release();
      become("follower");
    },
    leave: () => {
      left = true;
      clearTimeout(patienceEnds);
      stop();
      queue?.abort();
      release();
    },
  };
}

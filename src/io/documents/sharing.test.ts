// Tests of who edits a document that several windows show: one at a time, handed over, stolen and inherited.
import { expect, test, vi } from "vitest";
import { type Channel, type Locks, type Message, type Role, type Sharing, shareDocument } from "./sharing.ts";

/** The browser's locks, as far as they are used. */
class FakeLocks {
  private holder: { reject: (error: Error) => void } | null = null;
  private readonly line: (() => void)[] = [];

  readonly request = (name: string, options: LockOptions, run: (lock: Lock | null) => Promise<unknown>) =>
    new Promise<unknown>((resolve, reject) => {
      const grant = () => {
        const mine = { reject };
        this.holder = mine;
        void Promise.resolve(run({ name, mode: "exclusive" })).then((value) => {
          resolve(value);
          if (this.holder !== mine) return;
          this.holder = null;
          this.line.shift()?.();
        });
      };
      if (options.steal) {
        this.holder?.reject(new DOMException("stolen", "AbortError"));
        grant();
      } else if (!this.holder) grant();
      else if (options.ifAvailable) resolve(run(null));
      else {
        this.line.push(grant);
        options.signal?.addEventListener("abort", () => {
          const at = this.line.indexOf(grant);
          if (at >= 0) this.line.splice(at, 1);
          reject(new DOMException("given up", "AbortError"));
        });
      }
    });
}

function windows(locks: FakeLocks | null) {
  const all = new Set<{ heard: (message: Message) => void }>();
  return (name: string) => {
    const own = { heard: (_: Message): void => undefined };
    const channel: Channel = {
      post: (message) => {
        for (const other of all) if (other !== own) queueMicrotask(() => other.heard(message));
      },
      listen: (heard) => {
        own.heard = heard;
        all.add(own);
        return () => all.delete(own);
      },
    };
    const roles: Role[] = [];
    const states: unknown[] = [];
    const flush = vi.fn(async () => true);
    const share: Sharing = shareDocument({
      id: "a",
      locks: locks as unknown as Locks | null,
      channel,
      patience: 0,
      onRole: (role) => roles.push(role),
      flush,
      state: () => name,
      onState: (state) => states.push(state),
    });
    return { share, roles, states, flush };
  };
}

const settle = () => new Promise((done) => setTimeout(done, 20));

test("the first window edits, the second follows what it does, and goes on when it closes", async () => {
  const open = windows(new FakeLocks());
  const first = open("first");
  await settle();
  const second = open("second");
  await settle();
  expect([first.share.role(), second.share.role()]).toEqual(["editor", "follower"]);
  expect(second.states).toEqual(["first"]);
  first.share.publish();
  await settle();
  expect(second.states).toHaveLength(2);
  second.share.publish();
  await settle();
  expect(first.states).toEqual([]);
  first.share.leave();
  await settle();
  expect(second.share.role()).toBe("editor");
});

test("a window takes over: the other has written everything before it loses the lock, and follows then", async () => {
  const open = windows(new FakeLocks());
  const [first, second, third] = [open("first"), open("second"), open("third")];
  await settle();
  await second.share.takeOver();
  await settle();
  expect(first.flush).toHaveBeenCalledTimes(1);
  expect([first, second, third].map(({ share }) => share.role())).toEqual(["follower", "editor", "follower"]);
  expect(first.states.at(-1)).toBe("second");
  // Whoever followed the one before is told, too.
  expect(second.share.followed()).toBe(true);
  await first.share.takeOver();
  await settle();
  expect([first, second, third].map(({ share }) => share.role())).toEqual(["editor", "follower", "follower"]);
  first.share.leave();
  second.share.leave();
  await settle();
  expect(third.share.role()).toBe("editor");
});

test("without locks a window edits, and follows once the storage says that another one has written", async () => {
  const open = windows(null);
  const first = open("first");
  expect(first.share.role()).toBe("editor");
  first.share.lost();
  expect(first.share.role()).toBe("follower");
  await first.share.takeOver();
  expect(first.share.role()).toBe("editor");
});

test("where the browser refuses locks the window edits", async () => {
  const refusing = { request: () => Promise.reject(new DOMException("no", "SecurityError")) };
  const { share } = windows(refusing as unknown as FakeLocks)("only");
  await settle();
  expect(share.role()).toBe("editor");
});

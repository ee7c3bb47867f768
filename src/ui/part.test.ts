// Tests of parts that are fetched when first needed: once when it works, again after each failure.
import { afterEach, expect, test, vi } from "vitest";
import { definePart } from "./part.ts";

/** A fetch that fails as often as told, then gives "part". */
function fetches(failures: number) {
  let calls = 0;
  return vi.fn(async () => {
    calls++;
    if (calls <= failures) throw new TypeError(`failure ${calls}`);
    return "part";
  });
}

afterEach(() => vi.unstubAllGlobals());

test("a part is fetched once, however often and by however many it is asked for", async () => {
  const fetchPart = fetches(0);
  const part = definePart(fetchPart);
  expect(part.state()).toEqual({ kind: "absent" });
  const first = part.load();
  expect(part.state()).toEqual({ kind: "loading" });
  await Promise.all([first, part.load(), part.get()]);
  await part.load();
  expect(part.state()).toEqual({ kind: "ready", value: "part" });
  expect(fetchPart).toHaveBeenCalledTimes(1);
});

test("a failure is a state, and the next asking fetches again", async () => {
  const fetchPart = fetches(2);
  const part = definePart(fetchPart);
  await part.load();
  expect(part.state()).toEqual({ kind: "failed", error: new TypeError("failure 1") });
  await expect(part.get()).rejects.toThrow("failure 2");
  await expect(part.get()).resolves.toBe("part");
  expect(fetchPart).toHaveBeenCalledTimes(3);
});

test("what throws before it promises anything is a failure like any other", async () => {
  const part = definePart<string>(() => {
    throw "no network";
  });
  await part.load();
  expect(part.state()).toEqual({ kind: "failed", error: new Error("no network") });
});

test("watchers hear of every state; while one watches, a failed part comes when the browser is online again", async () => {
  const target = new EventTarget();
  vi.stubGlobal("addEventListener", target.addEventListener.bind(target));
  vi.stubGlobal("removeEventListener", target.removeEventListener.bind(target));
  const fetchPart = fetches(1);
  const part = definePart(fetchPart);
  const kinds: string[] = [];
  const stop = part.subscribe(() => kinds.push(part.state().kind));
  await part.load();
  target.dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(part.state().kind).toBe("ready"));
  expect(kinds).toEqual(["loading", "failed", "loading", "ready"]);
  stop();
  target.dispatchEvent(new Event("online"));
  expect(fetchPart).toHaveBeenCalledTimes(2);
});

test("nobody watching, nothing is fetched by itself", async () => {
  const target = new EventTarget();
  vi.stubGlobal("addEventListener", target.addEventListener.bind(target));
  vi.stubGlobal("removeEventListener", target.removeEventListener.bind(target));
  const fetchPart = fetches(1);
  const part = definePart(fetchPart);
  part.subscribe(() => undefined)();
  await part.load();
  target.dispatchEvent(new Event("online"));
  expect(fetchPart).toHaveBeenCalledTimes(1);
});

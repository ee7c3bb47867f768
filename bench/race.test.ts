// Owns the tests of a race, with contestants that take the time they are told to.
import { expect, test } from "vitest";
import type { Contestant } from "./contestants.ts";
import { race } from "./race.ts";

interface Script {
  readonly ms: number;
  readonly values?: readonly number[];
  readonly ownTask?: string;
  /** Throws from this call of `time` on. */
  readonly breaksAt?: number;
  readonly refuses?: string;
}

const pace = { rounds: 5, budget: 1000 };

/** Contestants that write down who ran what, in order. */
function contestantsOf(scripts: Readonly<Record<string, Script>>) {
  const calls: string[] = [];
  const contestants = Object.entries(scripts).map(([name, script]): Contestant => {
    const { ms, values = [1, 2, 3], ownTask, breaksAt = Number.POSITIVE_INFINITY, refuses } = script;
    let timed = 0;
    return {
      name,
      threads: 1,
      settles: 0,
      ...(ownTask === undefined ? {} : { ownTask }),
      version: () => name,
      async prepare(task) {
        if (refuses) throw new Error(refuses);
        calls.push(`${name} prepares ${task}`);
        return { sample: { values: [...values], largest: 3, length: values.length }, buildMs: 0, firstMs: ms };
      },
      async time(count) {
        timed++;
        if (timed >= breaksAt) throw new Error("out of memory");
        calls.push(name);
        return Array.from({ length: count }, () => ms);
      },
      async release() {
        calls.push(`${name} lets go`);
      },
      async close() {},
    };
  });
  return { calls, contestants };
}

test("figures are taken in turns after everyone has warmed up", async () => {
  const { calls, contestants } = contestantsOf({ a: { ms: 10 }, b: { ms: 20 } });
  const results = await race("work", contestants, "a", pace);
  expect(results).toMatchObject({ a: { median: 10, count: 5 }, b: { median: 20, count: 5 } });
  const turns = calls.slice(-12, -2);
  expect(turns).toEqual(["a", "b", "a", "b", "a", "b", "a", "b", "a", "b"]);
  expect(calls.slice(-2)).toEqual(["a lets go", "b lets go"]);
});

test("a slow contestant gives fewer figures, spread over the race", async () => {
  const { calls, contestants } = contestantsOf({ quick: { ms: 10 }, slow: { ms: 400 } });
  const results = await race("work", contestants, "quick", pace);
  expect(results).toMatchObject({ quick: { count: 5 }, slow: { count: 2 } });
  const turns = calls.slice(-9, -2);
  expect(turns.indexOf("slow")).toBeLessThan(3);
  expect(turns.lastIndexOf("slow")).toBeGreaterThan(3);
});

test("who computes something else is told so and not timed", async () => {
  const { calls, contestants } = contestantsOf({ truth: { ms: 10 }, wrong: { ms: 1, values: [1, 2, 2] } });
  const results = await race("work", contestants, "truth", pace);
  expect(results.wrong).toEqual({ kind: "cannot", reason: "computes something else (relative difference 0.33)" });
  expect(results.truth).toMatchObject({ kind: "timed" });
  expect(calls).not.toContain("wrong");
});

test("without the reference, the first that gave an output is compared with; NaN agrees with nothing", async () => {
  const { contestants } = contestantsOf({
    truth: { ms: 1, refuses: "is not here" },
    a: { ms: 10 },
    b: { ms: 10, values: [1, Number.NaN, 3] },
  });
  const results = await race("work", contestants, "truth", pace);
  expect(results).toMatchObject({ truth: { reason: "is not here" }, a: { kind: "timed" }, b: { kind: "cannot" } });
});

test("who breaks on the way is listed with the reason, and the others go on", async () => {
  const { contestants } = contestantsOf({ a: { ms: 10 }, b: { ms: 10, breaksAt: 6 } });
  const results = await race("work", contestants, "a", pace);
  expect(results).toMatchObject({ a: { count: 5 }, b: { kind: "cannot", reason: "out of memory" } });
});

test("a contestant with a task of its own is timed beside the others and compared with nobody", async () => {
  const { calls, contestants } = contestantsOf({ a: { ms: 10 }, limit: { ms: 10, values: [9], ownTask: "limit" } });
  const results = await race("work", contestants, "a", pace);
  expect(results).toMatchObject({ a: { count: 5 }, limit: { count: 5 } });
  expect(calls).toContain("limit prepares limit");
});

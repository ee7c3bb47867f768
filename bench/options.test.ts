// Owns the tests of what `npm run bench` understands.
import { expect, test } from "vitest";
import { parseOptions } from "./options.ts";

const known = { names: ["edit", "peers"], workloads: ["lenet1", "unet"], peers: ["edgewise", "tfjs wasm"] };
const parse = (...args: string[]) => parseOptions(args, known);

test("everything, thoroughly, when nothing is said", () => {
  expect(parse()).toEqual({
    names: [],
    workloads: [],
    peers: [],
    threads: [1, 2],
    quick: false,
    minutes: 25,
    write: false,
    json: null,
    merge: null,
  });
});

test("a quick run is short, and on one thread unless threads are named", () => {
  expect(parse("--quick")).toMatchObject({ quick: true, minutes: 5, threads: [1] });
  expect(parse("--quick", "--threads", "2", "--minutes", "9")).toMatchObject({ minutes: 9, threads: [2] });
});

test("names, lists and files", () => {
  const args = ["peers", "--workloads", "lenet1,unet", "--peers", "tfjs wasm", "--json", "a.json", "--merge", "b.json"];
  expect(parse(...args, "--write")).toMatchObject({
    names: ["peers"],
    workloads: ["lenet1", "unet"],
    peers: ["tfjs wasm"],
    json: "a.json",
    merge: "b.json",
    write: true,
  });
});

test.each([
  [["quick"], "quick is not understood"],
  [["--json"], "--json needs a value"],
  [["--json", "--write"], "--json needs a value"],
  [["--workloads", "lenet1,alexnet"], "alexnet is none of lenet1, unet"],
  [["--peers", "torch"], "torch is none of"],
  [["--threads", "0"], "whole numbers"],
  [["--threads", "1.5"], "whole numbers"],
  [["--minutes", "soon"], "--minutes"],
])("%j is refused", (args, message) => {
  expect(() => parse(...args)).toThrow(message);
});

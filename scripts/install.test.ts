// Tests of when the installed packages count as those of the lock file.
import { expect, test } from "vitest";
import { installProblem } from "./install.mjs";

const wanted = {
  packages: {
    "": { version: "0.1.0" },
    "node_modules/a": { version: "1.0.0" },
    "node_modules/b-win32": { version: "1.0.0", optional: true },
  },
};

test("nothing installed, a missing package and another version ask for an install", () => {
  expect(installProblem(wanted, null)).toBe("node_modules is missing");
  expect(installProblem(wanted, { packages: {} })).toBe("node_modules/a is missing");
  expect(installProblem(wanted, { packages: { "node_modules/a": { version: "0.9.0" } } })).toBe(
    "node_modules/a is 0.9.0, not 1.0.0",
  );
});

test("another platform's package may be absent, but not of another version", () => {
  const a = { "node_modules/a": { version: "1.0.0" } };
  expect(installProblem(wanted, { packages: a })).toBeNull();
  expect(installProblem(wanted, { packages: { ...a, "node_modules/b-win32": { version: "2.0.0" } } })).toBe(
    "node_modules/b-win32 is 2.0.0, not 1.0.0",
  );
});

// Tests of stepping a number that is held as text.
import { expect, test } from "vitest";
import { stepNumber } from "./step.ts";

test("adds without binary rounding noise", () => {
  expect(stepNumber("0.1", 0.2)).toBe("0.3");
  expect(stepNumber("0.3", -0.1)).toBe("0.2");
  expect(stepNumber("6", 10)).toBe("16");
});

test("keeps within the bounds", () => {
  expect(stepNumber("1", -1, { min: 1 })).toBe("1");
  expect(stepNumber("0.95", 0.1, { max: 1 })).toBe("1");
});

test("starts at zero when empty and refuses what is no number", () => {
  expect(stepNumber("", 1)).toBe("1");
  expect(stepNumber("(3, 3)", 1)).toBeNull();
  expect(stepNumber("same", 1)).toBeNull();
});

// Tests of the counting: what passes, what fails, and that no kind of crash counts as a pass.
import { expect, test } from "vitest";
import { lastLineTotals, oneCheck, playwrightTotals, sumTotals, totalsLine, vitestTotals } from "./totals.mjs";

const vitestReport = (more: object) =>
  JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
    ...more,
  });
const playwrightReport = (stats: object, errors: object[] = []) =>
  JSON.stringify({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats }, errors });

test("a check is its exit code", () => {
  expect(oneCheck({ code: 0, output: "", report: null })).toEqual({ passed: 1, failed: 0, skipped: 0 });
  expect(oneCheck({ code: 2, output: "", report: null })).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("Vitest's tests are counted one by one", () => {
  const testResults = [{ status: "failed", assertionResults: [{ status: "failed" }, { status: "passed" }] }];
  const report = vitestReport({ numFailedTests: 1, numPendingTests: 2, testResults });
  expect(vitestTotals({ code: 1, output: "", report })).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test("a test file that does not load is a failure", () => {
  const report = vitestReport({ testResults: [{ status: "failed", assertionResults: [] }] });
  expect(vitestTotals({ code: 1, output: "", report })).toEqual({ passed: 3, failed: 1, skipped: 0 });
});

test("an error outside any test, no report, and no test at all are failures", () => {
  expect(vitestTotals({ code: 1, output: "", report: vitestReport({}) }).failed).toBe(1);
  expect(vitestTotals({ code: 0, output: "", report: null }).failed).toBe(1);
  expect(vitestTotals({ code: 0, output: "", report: vitestReport({ numPassedTests: 0 }) }).failed).toBe(1);
  expect(playwrightTotals({ code: 0, output: "", report: playwrightReport({}) }).failed).toBe(1);
});

test("Playwright's tests and its errors outside tests are counted", () => {
  const report = playwrightReport({ expected: 5, unexpected: 2, skipped: 1 }, [{ message: "no server" }]);
  expect(playwrightTotals({ code: 1, output: "", report })).toEqual({ passed: 5, failed: 3, skipped: 1 });
});

test("a runner's own totals line is read, and its absence or a bad exit is a failure", () => {
  const read = (code: number, output: string) => lastLineTotals({ code, output, report: null });
  expect(read(0, "case a\n564 passed, 0 failed\n")).toEqual({ passed: 564, failed: 0, skipped: 0 });
  expect(read(1, "560 passed, 4 failed, 2 skipped")).toEqual({ passed: 560, failed: 4, skipped: 2 });
  expect(read(1, "564 passed, 0 failed\nTypeError: x").failed).toBe(1);
  expect(read(1, "564 passed, 0 failed").failed).toBe(1);
});

test("totals add up to one line, with skipped only where there are any", () => {
  const sum = sumTotals([
    { passed: 1, failed: 0, skipped: 0 },
    { passed: 2, failed: 3, skipped: 0 },
  ]);
  expect(totalsLine(sum)).toBe("3 passed, 3 failed");
  expect(totalsLine({ ...sum, skipped: 4 })).toBe("3 passed, 3 failed, 4 skipped");
});

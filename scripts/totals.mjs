// Owns counting: how many checks of a step passed, failed and were skipped, read from what its runner reports.

/** @typedef {{ passed: number, failed: number, skipped: number }} Totals */
/** @typedef {{ code: number, output: string, report: string | null }} Outcome what a step left: report is the text of its report file */

/** One thing that failed. @type {Totals} */
export const oneFailed = { passed: 0, failed: 1, skipped: 0 };

/**
 * A runner that says it failed but names no failed test (it crashed, or an error came from outside any test) still
 * counts as one failure; so does one that ran nothing at all.
 * @param {Totals} totals @param {number} code @returns {Totals}
 */
function neverHide(totals, code) {
  const nothing = totals.passed + totals.failed + totals.skipped === 0;
  return totals.failed === 0 && (code !== 0 || nothing) ? { ...totals, failed: 1 } : totals;
}

/** A step that is one check: its exit code. @param {Outcome} outcome @returns {Totals} */
export function oneCheck({ code }) {
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : oneFailed;
}

/**
 * Vitest's JSON report. A test file that could not be loaded has no tests in it and counts as one failure.
 * @param {Outcome} outcome @returns {Totals}
 */
export function vitestTotals({ code, report }) {
  if (report === null) return oneFailed;
  const { numPassedTests, numFailedTests, numPendingTests = 0, numTodoTests = 0, testResults } = JSON.parse(report);
  /** @type {{ status: string, assertionResults: { status: string }[] }[]} */
  const files = testResults;
  const brokenFiles = files.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  ).length;
  const totals = {
    passed: numPassedTests,
    failed: numFailedTests + brokenFiles,
    skipped: numPendingTests + numTodoTests,
  };
  return neverHide(totals, code);
}

/**
 * Playwright's JSON report. Errors outside tests (a spec that does not load, a server that does not start) count as
 * failures.
 * @param {Outcome} outcome @returns {Totals}
 */
export function playwrightTotals({ code, report }) {
  if (report === null) return oneFailed;
  const { stats, errors } = JSON.parse(report);
  const totals = {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
  return neverHide(totals, code);
}

/** A runner whose last line is a totals line itself. @param {Outcome} outcome @returns {Totals} */
export function lastLineTotals({ code, output }) {
  const last = output.trimEnd().split("\n").at(-1) ?? "";
  const found = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(last.trim());
  if (found === null) return oneFailed;
  return neverHide({ passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3] ?? 0) }, code);
}

/** @param {readonly Totals[]} all @returns {Totals} */
export function sumTotals(all) {
  return all.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** `3 passed, 1 failed`, and `, 2 skipped` when there are any. @param {Totals} totals */
export function totalsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

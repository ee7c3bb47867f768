// Tests of the table of security headers: strict, printed alike for every kind of host, and not to be broken by a setting.
import { afterEach, expect, test, vi } from "vitest";
import { headersFile, metaPolicy, pageHeaders, policy } from "./headers.mjs";

afterEach(() => vi.unstubAllEnvs());

test("nothing is allowed that is not named; no inline script, no eval but WebAssembly's, no other host", () => {
  expect(policy["default-src"]).toBe("'none'");
  expect(policy["script-src"]?.split(" ").sort()).toEqual(["'self'", "'wasm-unsafe-eval'"]);
  for (const [directive, sources] of Object.entries(policy)) {
    expect(sources, directive).not.toMatch(/https?:|\*|'unsafe-eval'/);
    if (directive !== "style-src") expect(sources, directive).not.toContain("'unsafe-inline'");
  }
  for (const directive of ["object-src", "form-action", "style-src-attr"]) expect(policy[directive]).toBe("'none'");
});

test("the meta element holds the same policy, without what browsers ignore there", () => {
  const header = pageHeaders()["Content-Security-Policy"];
  expect(header).toBe(`${metaPolicy()}; frame-ancestors 'self'`);
  expect(metaPolicy()).not.toMatch(/frame-ancestors|report-uri|sandbox/);
});

test("who may frame the page is a setting, which cannot smuggle in anything else", () => {
  vi.stubEnv("FRAME_ANCESTORS", "'self' https://docs.example");
  expect(pageHeaders()["Content-Security-Policy"]).toContain("frame-ancestors 'self' https://docs.example");
  expect(pageHeaders()["Cross-Origin-Resource-Policy"]).toBe("cross-origin");
  for (const bad of ["'self'; script-src *", "a\nX-Evil: 1", "a, b"]) {
    vi.stubEnv("FRAME_ANCESTORS", bad);
    expect(() => pageHeaders(), bad).toThrow("FRAME_ANCESTORS");
  }
});

test("the _headers file says every header for every path, one a line", () => {
  const [first, ...lines] = headersFile().split("\n");
  expect(first).toBe("/*");
  const all = lines.slice(0, lines.indexOf("/assets/*"));
  expect(all).toEqual(Object.entries(pageHeaders()).map(([name, value]) => `  ${name}: ${value}`));
  expect(headersFile()).toContain("/sw.js\n  Cache-Control: no-cache\n");
});

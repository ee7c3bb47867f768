// The messages shown as toasts: news gives way to news, errors pile up within a limit, and all of it is of a length to read.
import { beforeEach, expect, test, vi } from "vitest";
import { dismissNotice, notify, sessionStore, updateSession } from "./store.ts";

const shown = () => sessionStore.getState().notices;
const titles = () => shown().map(({ title }) => title);

beforeEach(() => updateSession({ notices: [] }));

test("news takes the place of older news, and of nothing else", () => {
  notify("error", "refused");
  notify("info", "saved");
  notify("info", "opened");
  expect(titles()).toEqual(["refused", "opened"]);
  notify("error", "refused again");
  expect(titles()).toEqual(["refused", "opened", "refused again"]);
});

test("of very many errors the last ones are kept", () => {
  for (let i = 0; i < 100; i++) notify("error", `error ${i}`);
  expect(shown().length).toBe(4);
  expect(titles().at(-1)).toBe("error 99");
  expect(new Set(shown().map(({ id }) => id)).size).toBe(shown().length);
});

test("a dismissed message goes, the others stay as they are", () => {
  notify("error", "first");
  notify("error", "second");
  const [first, second] = shown();
  dismissNotice(first!.id);
  expect(shown()).toEqual([second]);
  expect(shown()[0]).toBe(second);
  dismissNotice(first!.id);
  expect(titles()).toEqual(["second"]);
});

test("titles and texts out of a file are cut, and say so", () => {
  notify("error", "t".repeat(2_000_000), "x".repeat(2_000_000));
  const { title, text = "" } = shown()[0]!;
  expect(title.length).toBeLessThan(1_000);
  expect(text.length).toBeLessThanOrEqual(1_000_001);
  expect(title.endsWith("…") && text.endsWith("…")).toBe(true);
  notify("error", "short", "as it is");
  expect(shown()[1]).toMatchObject({ title: "short", text: "as it is" });
});

test("a message keeps what can be done about it; one without a text or an action has neither", () => {
  const perform = vi.fn();
  notify("info", "opened", undefined, { label: "Back", perform });
  expect(shown()[0]).not.toHaveProperty("text");
  shown()[0]!.action?.perform();
  expect(perform).toHaveBeenCalledOnce();
  notify("info", "saved");
  expect(shown()[0]).not.toHaveProperty("action");
});

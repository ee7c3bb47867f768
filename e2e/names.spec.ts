// Owns the proof that long names never hide the class: on cards, in the inspector, in the list of problems and in menus.
import type { Locator } from "@playwright/test";
import { type Editor, expect, jsonFile, test } from "./editor.ts";

const long = (stem: string): string => stem.padEnd(100, "_and_so_on");
const [linear, loss, input] = [long("linear"), long("loss"), long("input")];
const distance = "TripletMarginWithDistanceLoss";

const model = {
  format: "edgewise",
  version: 1,
  name: "Long names",
  graph: {
    nodes: {
      [input]: { module: "Input", args: { shape: [1, 8] } },
      [linear]: { module: "Linear", args: { in_features: 9, out_features: 4 } },
      [loss]: { module: distance },
      output: { module: "Output" },
    },
    edges: [
      { from: input, to: linear },
      { from: linear, to: "output" },
    ],
  },
};

interface Seen {
  readonly whole: boolean;
  readonly inside: boolean;
}

/** Whether the element that says `text` says it whole: not cut by itself, nor by any element around it, nor by the window. */
const seen = (root: Locator, text: string): Promise<Seen> =>
  root.evaluate((within, said) => {
    const all = [...within.querySelectorAll<HTMLElement>("*")];
    const element = all.find((one) => one.childElementCount === 0 && one.textContent === said);
    if (!element) throw new Error(`nothing says ${said}`);
    const range = document.createRange();
    range.selectNodeContents(element);
    const box = range.getBoundingClientRect();
    const holds = (frame: { left: number; right: number }) =>
      box.left >= frame.left - 1 && box.right <= frame.right + 1;
    let whole = box.width > 10 && holds({ left: 0, right: innerWidth });
    for (let around: HTMLElement | null = element; around; around = around.parentElement) {
      if (getComputedStyle(around).overflowX !== "visible") whole &&= holds(around.getBoundingClientRect());
    }
    return { whole, inside: holds(within.getBoundingClientRect()) };
  }, text);

const inFull: Seen = { whole: true, inside: true };

/** The element that says a name has its tooltip, and does not reach out of `root`. */
async function ellipsed(root: Locator, name: string): Promise<void> {
  const said = root.getByText(name).last();
  const [box, frame] = [await said.boundingBox(), await root.boundingBox()];
  expect(box!.width).toBeGreaterThan(15);
  expect(box!.x + box!.width).toBeLessThanOrEqual(frame!.x + frame!.width + 1);
  expect(await said.evaluate((element) => element.closest("[title]")?.getAttribute("title") ?? "")).toContain(name);
}

async function openLong(editor: Editor): Promise<void> {
  await editor.openModel(jsonFile(model));
  await expect(editor.node(loss)).toBeVisible();
  await editor.page.keyboard.press("f");
}

test("on cards, near and from further away, for every class", async ({ editor }) => {
  await openLong(editor);
  const classes: [string, string][] = [
    [input, "Input"],
    [linear, "Linear"],
    [loss, distance],
  ];
  for (const [name, module] of classes) {
    expect(await seen(editor.node(name), module), module).toEqual(inFull);
    await ellipsed(editor.node(name), name);
  }
  await editor.menu("View", "Zoom out");
  await editor.menu("View", "Zoom out");
  await editor.menu("View", "Zoom out");
  for (const [name, module] of classes) expect(await seen(editor.node(name), module), module).toEqual(inFull);
});

test("in the inspector, the list of problems and the menu of connections", async ({ editor }) => {
  const { page } = editor;
  await openLong(editor);
  await editor.select(loss);
  expect(await seen(editor.inspector, distance)).toEqual(inFull);
  await editor.dock.getByRole("tab", { name: /Problems/ }).click();
  const rows = editor.dock.getByRole("listitem");
  for (const [name, module] of [
    [linear, "Linear"],
    [loss, distance],
  ] as const) {
    const row = rows.filter({ hasText: name }).first();
    expect(await seen(row, module), module).toEqual(inFull);
    await ellipsed(row, name);
  }
  const wide = await editor.dock.evaluate((dock) =>
    [...dock.querySelectorAll("ul")].map((l) => l.scrollWidth - l.clientWidth),
  );
  expect(wide).toEqual([0]);
  await editor.node(linear).click({ button: "right", position: { x: 40, y: 14 } });
  await page.getByRole("menuitem", { name: "Connect to…" }).press("ArrowRight");
  const entry = page.getByRole("menuitem").filter({ hasText: distance }).first();
  await expect(entry).toBeVisible();
  expect(await seen(entry, distance)).toEqual(inFull);
  await ellipsed(entry, loss);
});

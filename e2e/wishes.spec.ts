// Owns the proof that the page heeds the user's wishes of the system: colours of their own, and no motion.
import type { Locator } from "@playwright/test";
import { type Editor, expect, test } from "./editor.ts";

const style = (element: Locator, property: string): Promise<string> =>
  element.evaluate((one, name) => getComputedStyle(one).getPropertyValue(name), property);

test.describe("forced colours", () => {
  test.beforeEach(async ({ page, editor }) => {
    await page.emulateMedia({ forcedColors: "active" });
    await expect(editor.nodes.first()).toBeVisible();
  });

  test("tell what is selected, and eval from train", async ({ page, editor }) => {
    const background = (name: string) =>
      page.getByRole("radio", { name, exact: true }).evaluate((option) => getComputedStyle(option).backgroundColor);
    expect(await background("eval")).not.toBe(await background("train"));
    const outline = (name: string) => editor.node(name).evaluate((card) => getComputedStyle(card).outlineStyle);
    await editor.select("conv1");
    expect(await outline("conv1")).toBe("solid");
    expect(await outline("relu1")).not.toBe("solid");
  });

  test("tell the tab that is open", async ({ editor }) => {
    for (const list of [editor.dock, editor.side]) {
      const tabs = list.getByRole("tab");
      const colors = await Promise.all((await tabs.all()).map((tab) => style(tab, "border-bottom-color")));
      const open = await style(list.getByRole("tab", { selected: true }), "border-bottom-color");
      expect(colors.length).toBeGreaterThan(1);
      expect(colors.filter((color) => color === open)).toHaveLength(1);
    }
  });

  test("tell the selected edge, its line too", async ({ page, editor }) => {
    const line = (id: string) => page.locator(`.react-flow__edge[data-id="${id}"] path`).first();
    await editor.edge("conv1->relu1").click();
    await expect(editor.edge("conv1->relu1")).toHaveCSS("outline-style", "solid");
    await expect(editor.edge("relu1->pool1")).not.toHaveCSS("outline-style", "solid");
    const chosen = await style(line("conv1->relu1"), "stroke");
    expect(chosen).not.toBe(await style(line("relu1->pool1"), "stroke"));
    expect(chosen).not.toBe(await style(editor.canvas, "background-color"));
  });

  test("tell problems, on cards, edges and in the list", async ({ editor }) => {
    await editor.setArgument("fc1", "in_features", "256");
    await expect(editor.node("fc1")).toHaveAttribute("data-severity", "error");
    await expect(editor.node("fc1")).toHaveCSS("border-top-style", "double");
    await expect(editor.node("conv1")).toHaveCSS("border-top-style", "solid");
    const mark = editor.node("fc1").locator("[title] > svg");
    await expect(mark).toBeVisible();
    expect(await style(mark, "color")).not.toBe(await style(editor.node("fc1"), "background-color"));
    await expect(editor.edge("flatten->fc1")).toHaveCSS("border-top-style", "double");
    await expect(editor.edge("conv1->relu1")).toHaveCSS("border-top-style", "solid");
  });

  test("show the focus wherever Tab leads, and the marked entry of a menu", async ({ page, editor }) => {
    await editor.page.locator("body").click({ position: { x: 640, y: 2 } });
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const one = document.activeElement as HTMLElement;
        const marked = (element: Element | null | undefined) => {
          const { outlineStyle, outlineWidth } = getComputedStyle(element ?? document.body);
          return outlineStyle !== "none" && outlineWidth !== "0px";
        };
        return {
          what: one.outerHTML.slice(0, 120),
          marked: [one, one.parentElement, one.parentElement?.parentElement].some(marked),
        };
      });
      expect(at.marked, at.what).toBe(true);
    }
    await editor.button("File").click();
    const entry = page.getByRole("menuitem").nth(1);
    await entry.hover();
    await expect(entry).toHaveCSS("outline-style", "solid");
    await page.keyboard.press("Escape");
  });
});

/** What moves or would move: running animations, and styles that let something move. */
const moving = (editor: Editor): Promise<readonly string[]> =>
  editor.page.evaluate(() => {
    const lasts = (durations: string) => durations.split(",").some((duration) => Number.parseFloat(duration) > 0);
    const all = [...document.querySelectorAll("*")].flatMap((element) =>
      [null, "::before", "::after"].flatMap((pseudo) => {
        const { animationName, animationDuration, transitionDuration } = getComputedStyle(element, pseudo);
        const moves = (animationName !== "none" && lasts(animationDuration)) || lasts(transitionDuration);
        return moves ? [`${element.tagName} ${element.className} ${pseudo ?? ""}`] : [];
      }),
    );
    return [...all, ...document.getAnimations().map((animation) => animation.id || String(animation))];
  });

test.describe("reduced motion", () => {
  test("nothing moves: not the page, a menu, a dialog or a toast", async ({ page, editor }) => {
    expect((await moving(editor)).length).toBeGreaterThan(10);
    await page.emulateMedia({ reducedMotion: "reduce" });
    expect(await moving(editor)).toEqual([]);
    await editor.button("File").click();
    await expect(page.getByRole("menu")).toBeVisible();
    expect(await moving(editor)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await moving(editor)).toEqual([]);
    await page.keyboard.press("Escape");
    await editor.openModel({ name: "broken.json", mimeType: "application/json", buffer: Buffer.from("{") });
    await expect(editor.notices.getByRole("status").or(editor.notices.getByRole("listitem")).first()).toBeVisible();
    expect(await moving(editor)).toEqual([]);
  });
});

// Owns the pictures of the README: made anew with UPDATE_PICTURES=1, else only the scenes are checked.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Editor, expect, test } from "./editor.ts";

const folder = join(import.meta.dirname, "..", "docs", "pictures");

async function picture(editor: Editor, name: string): Promise<void> {
  await editor.settled();
  await editor.dismissNotices();
  await editor.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await editor.page.mouse.move(640, 2);
  const path = join(folder, `${name}.png`);
  if (process.env.UPDATE_PICTURES) await editor.page.screenshot({ path, animations: "disabled", caret: "hide" });
  expect(existsSync(path), `${name}.png`).toBe(true);
}

/** Nothing may make the page itself scroll. */
async function fits(editor: Editor): Promise<void> {
  const page = await editor.page.evaluate(() => {
    const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
    return { wide: scrollWidth - clientWidth, high: scrollHeight - clientHeight };
  });
  expect(page).toEqual({ wide: 0, high: 0 });
}

test.describe("at 1280 × 800", () => {
  test.use({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2, reducedMotion: "reduce" } as object);

  test("the editor in the light", async ({ editor }) => {
    await editor.edge("conv1->relu1").click();
    await expect(editor.page.getByTestId("viewer")).toHaveAttribute("data-port", "conv1");
    await editor.select("conv2");
    await fits(editor);
    await picture(editor, "editor-light");
  });

  test("a shape error", async ({ editor }) => {
    await editor.setArgument("fc1", "in_features", "256");
    await editor.page.keyboard.press("Escape");
    await editor.select("fc1");
    await editor.dock.getByRole("tab", { name: /Problems/ }).click();
    await expect(editor.inspector).toContainText("Linear expects 256 features; Flatten gives 400");
    await picture(editor, "shape-error");
  });

  test("a residual network", async ({ editor }) => {
    await editor.menu("Examples", "Residual CNN");
    await expect(editor.nodes.and(editor.page.locator("[data-module=add]")).first()).toBeVisible();
    await picture(editor, "residual");
  });

  test("the viewer", async ({ editor }) => {
    await editor.edge("conv1->relu1").click();
    await expect(editor.page.getByTestId("viewer")).toHaveAttribute("data-port", "conv1");
    await picture(editor, "viewer");
  });

  test.describe("dark", () => {
    test.use({ colorScheme: "dark" });
    test("the editor in the dark", async ({ editor }) => {
      await editor.edge("pool1->conv2").click();
      await picture(editor, "editor-dark");
    });
  });
});

for (const [width, height] of [
  [2560, 1440],
  [1024, 640],
] as const) {
  test.describe(`at ${width} × ${height}`, () => {
    test.use({ viewport: { width, height } });
    test("nothing overflows the window", async ({ editor }) => {
      await fits(editor);
      await expect(editor.palette.getByRole("button", { name: "Conv2d", exact: true })).toBeInViewport();
      await expect(editor.inspector).toBeInViewport();
      await expect(editor.button("Undo")).toBeInViewport();
      await expect(editor.node("input")).toBeInViewport();
    });
  });
}

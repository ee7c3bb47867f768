// Owns the proof that nothing overlaps and everything is reached in small windows, and at 200 % zoom, which halves them.
import { type Editor, expect, jsonFile, test } from "./editor.ts";

const sizes = [
  [1920, 1080],
  [1280, 800],
  [1024, 768],
  [960, 540],
  [800, 600],
  [640, 400],
] as const;

interface Box {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly right: number;
  readonly bottom: number;
}

/** The controls of the bar at the top, as they lie on the screen. */
const controls = (editor: Editor): Promise<readonly Box[]> =>
  editor.page
    .getByRole("banner")
    .locator("button, input")
    .evaluateAll((all) =>
      all.map((control) => {
        const { x, y, right, bottom } = control.getBoundingClientRect();
        return { name: control.getAttribute("aria-label") ?? control.textContent ?? "", x, y, right, bottom };
      }),
    );

const meet = (a: Box, b: Box): boolean =>
  Math.min(a.right, b.right) - Math.max(a.x, b.x) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.y, b.y) > 1;

for (const [width, height] of sizes) {
  test.describe(`${width} × ${height}`, () => {
    test.use({ viewport: { width, height } });

    test("no two controls of the bar overlap, and all of the page is in view", async ({ editor }) => {
      const boxes = await controls(editor);
      expect(boxes.length).toBeGreaterThan(8);
      for (const [i, a] of boxes.entries()) {
        expect(a.x, a.name).toBeGreaterThanOrEqual(0);
        expect(a.right, a.name).toBeLessThanOrEqual(width);
        for (const b of boxes.slice(i + 1)) expect(meet(a, b), `${a.name} and ${b.name}`).toBe(false);
      }
      for (const part of [editor.canvas, editor.dock]) {
        const box = await part.boundingBox();
        expect(box?.width).toBeGreaterThan(150);
        expect(box?.height).toBeGreaterThan(90);
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width + 1);
        expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height + 1);
      }
    });
  });
}

test.describe("a small window", () => {
  test.use({ viewport: { width: 640, height: 400 } });

  test("what is said beside the code stands on one line", async ({ editor }) => {
    await editor.openModel(
      jsonFile({ format: "edgewise", version: 1, graph: { nodes: { r: { module: "ReLU" } }, edges: [] } }),
    );
    const said = await editor.dock.getByText("Without the layers that have problems").boundingBox();
    expect(said?.height).toBeLessThan(24);
  });

  test("reaches every menu, and both side panels one after the other", async ({ editor }) => {
    await editor.button("Menu").click();
    await editor.page.getByRole("menuitem", { name: "View" }).hover();
    await editor.page.getByRole("menuitemcheckbox", { name: /^Layers panel/ }).click();
    await expect(editor.palette).toBeVisible();
    await expect(editor.inspector).toHaveCount(0);
    await editor.page.keyboard.press("Control+i");
    await expect(editor.inspector).toBeVisible();
    await expect(editor.palette).toHaveCount(0);
    await editor.select("conv1");
    await editor.argument("padding_mode").scrollIntoViewIfNeeded();
    await expect(editor.argument("padding_mode")).toBeInViewport();
  });
});

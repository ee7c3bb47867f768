// Owns the proof that the app can be used by everyone: axe finds nothing, the keyboard is enough, and it speaks Chinese.
import { AxeBuilder } from "@axe-core/playwright";
import { type Editor, expect, test } from "./editor.ts";

/** Waits for what fades in: half seen, its colours are not those of the theme. */
const drawn = (editor: Editor): Promise<unknown> =>
  editor.page.evaluate(() => {
    const ends = document
      .getAnimations()
      .filter((a) => a.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    return Promise.allSettled(ends.map((animation) => animation.finished));
  });

/** Violations of WCAG 2.2 A and AA, as text. */
async function violations(editor: Editor): Promise<readonly string[]> {
  await drawn(editor);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const { violations } = await new AxeBuilder({ page: editor.page }).withTags(tags).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.html.slice(0, 120)} ${node.any[0]?.message ?? ""}`),
  );
}

for (const scheme of ["light", "dark"] as const) {
  test.describe(scheme, () => {
    test.use({ colorScheme: scheme });
    test("axe finds nothing: the model, a problem, a viewed tensor, a dialog", async ({ editor }) => {
      // Axe looks at everything, four times.
      test.slow();
      expect(await violations(editor)).toEqual([]);
      await editor.edge("conv1->relu1").click();
      await expect(editor.page.getByTestId("viewer")).toBeVisible();
      expect(await violations(editor)).toEqual([]);
      await editor.setArgument("fc1", "in_features", "256");
      await editor.dock.getByRole("tab", { name: /Problems/ }).click();
      await editor.side.getByRole("tab", { name: "Input" }).click();
      await editor.settled();
      expect(await violations(editor)).toEqual([]);
      await editor.menu("View", "Keyboard shortcuts");
      await expect(editor.page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
      expect(await violations(editor)).toEqual([]);
    });
  });
}

test("without a mouse: build, set, rename, delete, undo", async ({ editor }) => {
  const { keyboard } = editor.page;
  await keyboard.press("Control+k");
  await expect(editor.page.getByRole("dialog")).toBeVisible();
  await keyboard.type("New");
  await keyboard.press("Enter");
  await expect(editor.nodes).toHaveCount(0);
  await expect(editor.page.getByRole("dialog")).toHaveCount(0);
  for (const [module, name] of [
    ["Input", "input"],
    ["Conv2d", "conv1"],
    ["Output", "output"],
  ] as const) {
    await keyboard.press("a");
    const field = editor.page.getByRole("dialog").getByRole("combobox");
    await expect(field).toBeFocused();
    await keyboard.type(module);
    await keyboard.press("Enter");
    await expect(editor.node(name)).toHaveAttribute("data-module", module);
    await expect(field).toHaveCount(0);
  }
  await expect(editor.edge("input->conv1")).toHaveCount(1);
  await expect(editor.edge("conv1->output")).toHaveCount(1);
  await editor.settled();

  const focused = (name: string) => expect(editor.node(name)).toBeFocused();
  await focused("output");
  for (const id of ["conv1->output", "input->conv1"]) {
    await keyboard.press("ArrowUp");
    await expect(editor.edge(id)).toBeFocused();
    await keyboard.press("ArrowUp");
  }
  await focused("input");
  await keyboard.press("ArrowDown");
  await expect(editor.edge("input->conv1")).toBeFocused();
  await keyboard.press("ArrowDown");
  await focused("conv1");

  await keyboard.press("F2");
  await keyboard.type("stem");
  await keyboard.press("Enter");
  await focused("stem");
  await expect(editor.edge("stem->output")).toHaveCount(1);

  // Enter leads to the form of the selected layer.
  await keyboard.press("Enter");
  await expect(editor.argument("Name")).toBeFocused();
  for (let i = 0; i < 8; i++) {
    if (await editor.argument("out_channels").evaluate((field) => field === document.activeElement)) break;
    await keyboard.press("Tab");
  }
  await expect(editor.argument("out_channels")).toBeFocused();
  await keyboard.press("Control+a");
  await keyboard.type("5");
  await keyboard.press("Enter");
  await expect(editor.edge("stem->output")).toHaveAttribute("data-shape", "1,5,26,26");

  await keyboard.press("Control+z");
  await expect(editor.edge("stem->output")).toHaveAttribute("data-shape", "1,8,26,26");
  await editor.node("stem").focus();
  await keyboard.press("Delete");
  await expect(editor.node("stem")).toHaveCount(0);
  await expect(editor.edge("input->output")).toHaveCount(1);
  await keyboard.press("Control+z");
  await expect(editor.edge("stem->output")).toHaveCount(1);
  await editor.settled();

  // Connect: c on the source, arrows to the target, Enter.
  await editor.node("input").focus();
  await keyboard.press("ArrowDown");
  await expect(editor.edge("input->stem")).toBeFocused();
  await expect(editor.edge("input->stem")).toHaveAttribute("aria-pressed", "true");
  await keyboard.press("Delete");
  await expect(editor.edge("input->stem")).toHaveCount(0);
  await editor.node("input").focus();
  await keyboard.press("c");
  await expect(editor.canvas.getByRole("status")).toContainText("Connect input to");
  while (!(await editor.canvas.getByRole("status").innerText()).includes("to stem")) await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await expect(editor.edge("input->stem")).toHaveCount(1);
  await editor.settled();
});

test("简体中文: every text changes, and stays after a reload", async ({ editor }) => {
  await editor.button("Language").click();
  await editor.page.getByRole("menuitemradio", { name: "简体中文" }).click();
  await editor.page.keyboard.press("Escape");
  const banner = editor.page.getByRole("banner");
  for (const name of ["文件", "编辑", "视图", "模型", "示例"]) {
    await expect(banner.getByRole("button", { name, exact: true })).toBeVisible();
  }
  await expect(editor.root).toHaveAttribute("lang", "zh-CN");
  await expect(editor.page.getByText("Search layers")).toHaveCount(0);
  await editor.page.reload();
  await expect(banner.getByRole("button", { name: "文件", exact: true })).toBeVisible();
  await expect(editor.nodes.first()).toBeVisible();
  await editor.settled();
});

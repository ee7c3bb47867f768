// Owns the proof that messages keep out of the way: they never take the focus, and leave what is worked on in sight.
import { type Editor, expect, jsonFile, test } from "./editor.ts";

test("a message never takes the focus from a field that is typed into", async ({ editor }) => {
  await editor.select("conv1");
  const field = editor.inspector.getByRole("textbox", { name: "out_channels" });
  await field.click();
  await editor.page.keyboard.press("ControlOrMeta+a");
  await editor.page.keyboard.type("1");
  // An error, which stays, and a piece of news, which goes by itself: both while the field is typed into.
  await editor.openWeights({ name: "bad.safetensors", mimeType: "application/octet-stream", buffer: Buffer.from("{") });
  await expect(editor.notice("bad.safetensors")).toBeVisible();
  await expect(field).toBeFocused();
  await editor.page.keyboard.type("2");
  await expect(field).toHaveValue("12");
  await editor.menu("File", "Save weights");
  await field.click();
  await expect(editor.notice("Weights saved")).toBeVisible();
  await editor.page.keyboard.press("End");
  await editor.page.keyboard.type("8");
  await expect(editor.notice("Weights saved")).toHaveCount(0, { timeout: 10_000 });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("128");
});

/** Whether a press on the middle of each element reaches it. */
const covered = (editor: Editor, selector: string) =>
  editor.page.locator(selector).evaluateAll((all) =>
    all
      .filter((each) => {
        const { left, top, width, height } = each.getBoundingClientRect();
        const hit = document.elementFromPoint(left + width / 2, top + height / 2);
        return hit !== null && hit.closest('[aria-label^="Notifications"]') !== null;
      })
      .map((each) => each.textContent),
  );

for (const width of [640, 800]) {
  test(`at ${width} px an error leaves the tabs of the dock and most of the canvas free`, async ({ editor }) => {
    await editor.page.setViewportSize({ width, height: 800 });
    await editor.openModel(jsonFile("{"));
    const notice = editor.notice("model.json");
    await expect(notice).toBeVisible();
    expect(await covered(editor, '[aria-label^="Notifications"] li'), "what lies on top is told apart").toHaveLength(1);
    expect(await covered(editor, '[role="tab"], [data-node]')).toEqual([]);
    await notice.getByRole("button", { name: "Dismiss" }).click();
    await expect(notice).toHaveCount(0);
  });
}

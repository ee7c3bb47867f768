// Owns the proof of when the browser is asked to keep the site's data: once there is work to lose, and once only.
import type { Page } from "@playwright/test";
import { bytesFile, type Editor, expect, test } from "./editor.ts";

const count = "persistAsked";

/** Counts in the session what is asked, so that a reload does not forget it. */
async function countAsked(editor: Editor): Promise<void> {
  await editor.page.addInitScript((key) => {
    navigator.storage.persist = async () => {
      sessionStorage.setItem(key, String(Number(sessionStorage.getItem(key) ?? 0) + 1));
      return true;
    };
  }, count);
  await editor.open();
}

const asked = (page: Page): Promise<number> => page.evaluate((key) => Number(sessionStorage.getItem(key) ?? 0), count);

test("looking at models asks for nothing; the first edit does, and no other", async ({ editor }) => {
  await countAsked(editor);
  await editor.menu("Examples", "MLP");
  await expect(editor.root).toHaveAttribute("data-document", "MLP");
  await editor.settled();
  await editor.nodes.first().click();
  expect(await asked(editor.page)).toBe(0);
  await editor.page.keyboard.press("ControlOrMeta+d");
  await expect.poll(() => asked(editor.page)).toBe(1);
  await editor.undo();
  await editor.redo();
  expect(await asked(editor.page)).toBe(1);
});

test("loaded weights ask, once; refused ones do not", async ({ editor }) => {
  await countAsked(editor);
  const weights = await editor.savedWeights();
  expect(await asked(editor.page)).toBe(0);
  await editor.openWeights(bytesFile("cut.safetensors", weights.subarray(0, 1000)));
  await expect(editor.notice("cut.safetensors")).toBeVisible();
  expect(await asked(editor.page)).toBe(0);
  await editor.openWeights(bytesFile("lenet.safetensors", weights));
  await expect(editor.notice(/10 tensors loaded/)).toBeVisible();
  await expect.poll(() => asked(editor.page)).toBe(1);
  await editor.openWeights(bytesFile("again.safetensors", weights));
  await expect(editor.notice("again.safetensors")).toBeVisible();
  await editor.node("conv1").click();
  await editor.page.keyboard.press("ControlOrMeta+d");
  await expect(editor.node("conv3")).toBeVisible();
  expect(await asked(editor.page)).toBe(1);
});

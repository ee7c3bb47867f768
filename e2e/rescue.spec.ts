// Owns the proof that a failure empties nothing: parts that cannot be fetched come again, and a failed app offers ways out.
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, jsonFile, test } from "./editor.ts";

const parts = {
  commands: /assets\/CommandMenu-/,
  shortcuts: /assets\/ShortcutSheet-/,
  code: /assets\/CodeView-/,
  layout: /assets\/layout\.worker-/,
};

/** From now on no icon can be drawn: what opens next in the toolbar throws; the returned function mends it. */
async function breakToolbar(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    document.createElementNS = () => {
      throw new Error("the toolbar cannot be drawn");
    };
  });
  return () => page.evaluate(() => void Reflect.deleteProperty(document, "createElementNS"));
}

test.describe("parts that cannot be fetched", () => {
  for (const [name, key] of [
    ["commands", "ControlOrMeta+k"],
    ["commands", "a"],
    ["shortcuts", "?"],
  ] as const) {
    test(`offline, ${key}: the page stays, says so, and brings the part when online again`, async ({
      page,
      context,
    }) => {
      // Not fetched ahead either.
      await context.route(parts[name], (route) => route.abort());
      await page.goto("/");
      await expect(page.locator('[data-node="conv1"]')).toBeVisible();
      await expect(page.locator(":root")).toHaveAttribute("data-run", "idle");
      await context.setOffline(true);
      await page.keyboard.press(key);
      const missing = page.getByRole("dialog", { name: "could not be fetched" });
      await expect(missing).toBeVisible();
      await expect(missing).toContainText("no connection");
      await expect(missing.getByRole("button", { name: "Reload" })).toHaveCount(0);
      await missing.getByRole("button", { name: "Try again" }).click();
      await expect(missing).toBeVisible();
      await expect(page.locator('[data-node="conv1"]')).toBeVisible();
      await context.unroute(parts[name]);
      await context.setOffline(false);
      const whole = page.getByRole("dialog", { name: name === "commands" ? "Command palette" : "Keyboard shortcuts" });
      await expect(whole).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(whole).toHaveCount(0);
    });
  }

  test("renewed on the server: the message offers a reload, and closes", async ({ page, context }) => {
    await context.route(parts.commands, (route) => route.fulfill({ status: 404 }));
    await page.goto("/");
    await expect(page.locator('[data-node="conv1"]')).toBeVisible();
    await page.keyboard.press("ControlOrMeta+k");
    const missing = page.getByRole("dialog", { name: "could not be fetched" });
    await expect(missing.getByRole("button", { name: "Reload" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(missing).toHaveCount(0);
    await context.unroute(parts.commands);
    await page.keyboard.press("ControlOrMeta+k");
    await expect(page.getByRole("dialog", { name: "Command palette" })).toBeVisible();
  });

  test("the code is shown plainly, and with colours once they can be fetched", async ({ page, context }) => {
    await context.route(parts.code, (route) => route.abort());
    await page.goto("/");
    const dock = page.getByRole("region", { name: "Code and problems" });
    // It is asked for after the first values.
    await expect(dock.getByText("Without colours")).toBeVisible({ timeout: 40_000 });
    await expect(dock).toContainText("Sequential(");
    await context.unroute(parts.code);
    await dock.getByRole("button", { name: "Try again" }).click();
    await expect(dock.locator(".cm-editor")).toBeVisible();
    await expect(dock.getByText("Without colours")).toHaveCount(0);
  });

  test("the layout says that it failed, and works at the next press", async ({ page, context }) => {
    await context.route(parts.layout, (route) => route.abort());
    await page.goto("/");
    await expect(page.locator('[data-node="conv1"]')).toBeVisible();
    await page.keyboard.press("l");
    const notices = page.getByRole("region", { name: /^Notifications/ });
    await expect(notices.getByRole("listitem")).toContainText("could not be fetched");
    await context.unroute(parts.layout);
    const undo = page.getByRole("banner").getByRole("button", { name: "Undo", exact: true });
    await expect(undo).toBeDisabled();
    await page.keyboard.press("l");
    await expect(undo).toBeEnabled();
  });
});

test.describe("the app as a whole", () => {
  const screenOf = (page: Page) => page.getByRole("alertdialog", { name: "Edgewise stopped working" });

  test("an error in the toolbar: the model can be saved, and an undo brings the app back", async ({ editor }) => {
    const { page } = editor;
    editor.expectErrors(/the toolbar cannot be drawn/);
    await editor.setArgument("conv1", "out_channels", "7");
    await editor.settled();
    const mend = await breakToolbar(page);
    await editor.button("File").click();
    await expect(screenOf(page)).toContainText("the toolbar cannot be drawn");
    await mend();
    await expect(screenOf(page).getByRole("button", { name: "Save the model file" })).toBeFocused();
    const coming = page.waitForEvent("download");
    await page.keyboard.press("Enter");
    const file = JSON.parse(await readFile(await (await coming).path(), "utf8"));
    expect(file.graph.nodes.conv1.args.out_channels).toBe(7);

    await page.keyboard.press("ControlOrMeta+z");
    await expect(screenOf(page)).toHaveCount(0);
    await editor.settled();
    await expect(editor.edge("conv1->relu1")).toHaveAttribute("data-shape", "1,6,28,28");
    await editor.menu("File", "New");
    await expect(editor.nodes).toHaveCount(0);
  });

  test("start empty, a dropped file and a chosen file each bring the app back", async ({ editor }) => {
    const { page } = editor;
    editor.expectErrors(/the toolbar cannot be drawn/);
    const model = {
      format: "edgewise",
      version: 1,
      name: "m",
      graph: { nodes: { relu1: { module: "ReLU" } }, edges: [] },
    };
    const fail = async () => {
      const mend = await breakToolbar(page);
      await editor.button("File").click();
      await expect(screenOf(page)).toBeVisible();
      await mend();
    };
    await fail();
    await screenOf(page).getByRole("button", { name: "Start empty" }).click();
    await expect(screenOf(page)).toHaveCount(0);
    await expect(editor.nodes).toHaveCount(0);

    await fail();
    const transfer = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "m.json", { type: "application/json" }));
      return data;
    }, JSON.stringify(model));
    await screenOf(page).dispatchEvent("drop", { dataTransfer: transfer });
    await expect(screenOf(page)).toHaveCount(0);
    await expect(editor.node("relu1")).toBeVisible();

    await fail();
    const choosing = page.waitForEvent("filechooser");
    await screenOf(page).getByRole("button", { name: "Open a file…" }).click();
    await (await choosing).setFiles(jsonFile({ ...model, graph: { nodes: { tanh1: { module: "Tanh" } }, edges: [] } }));
    await expect(screenOf(page)).toHaveCount(0);
    await expect(editor.node("tanh1")).toBeVisible();
  });

  test("an error in what follows the stores: the last saved state is opened", async ({ editor }) => {
    const { page } = editor;
    editor.expectErrors(/nobody follows/);
    await editor.setArgument("conv1", "out_channels", "5");
    await editor.settled();
    await page.waitForTimeout(600);
    await page.evaluate(() => {
      Object.defineProperty(document.documentElement, "dataset", {
        get: () => {
          throw new Error("nobody follows");
        },
      });
    });
    await editor.argument("out_channels").fill("9");
    await page.keyboard.press("Enter");
    await expect(screenOf(page)).toContainText("nobody follows");
    await screenOf(page).getByRole("button", { name: "Open the last saved state" }).click();
    await expect(editor.edge("conv1->relu1")).toHaveAttribute("data-shape", /^1,[59],28,28$/);
    await expect(screenOf(page)).toHaveCount(0);
  });

  test("an error nobody caught is told while the app stands", async ({ editor }) => {
    editor.expectErrors(/left alone/);
    await editor.page.evaluate(() => void Promise.reject(new Error("left alone")));
    await expect(editor.notice("left alone")).toBeVisible();
    await expect(editor.node("conv1")).toBeVisible();
  });

  test("an app that cannot be fetched says so, and a reload starts it", async ({ page, context }) => {
    await context.route(/assets\/main-/, (route) => route.abort());
    await page.goto("/");
    await expect(screenOf(page)).toContainText("could not be loaded");
    await context.unroute(/assets\/main-/);
    await screenOf(page).getByRole("button", { name: "Reload the page" }).click();
    await expect(page.locator('[data-node="conv1"]')).toBeVisible();
  });

  test("an app that fails while it starts says so, in the user's language, with the ways out", async ({ browser }) => {
    const context = await browser.newContext({ locale: "zh-CN" });
    const page = await context.newPage();
    await page.addInitScript(() => {
      const listen = document.addEventListener.bind(document);
      document.addEventListener = ((type: string, ...rest: [EventListener]) => {
        if (type !== "keydown") return listen(type, ...rest);
        document.addEventListener = listen;
        throw new Error("no keyboard");
      }) as typeof document.addEventListener;
    });
    await page.goto("/");
    const screen = page.getByRole("alertdialog", { name: "Edgewise 已停止工作" });
    await expect(screen).toContainText("no keyboard");
    await screen.getByRole("button", { name: "新建空白模型" }).click();
    await expect(screen).toHaveCount(0);
    await expect(page.getByRole("banner")).toBeVisible();
    await context.close();
  });
});

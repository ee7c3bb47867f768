// Owns the proof that what is edited is kept: through crashes, failing and cleared storage, damage, older versions, two windows.
import type { Page } from "@playwright/test";
import { Editor, expect, jsonFile, test } from "./editor.ts";

const front = (editor: Editor, name: string) => expect(editor.root).toHaveAttribute("data-document", name);

async function rename(editor: Editor, name: string): Promise<void> {
  const field = editor.page.getByRole("banner").getByRole("textbox", { name: "Model name" });
  await field.fill(name);
  await field.press("Enter");
  await front(editor, name);
}

/** Another window on the same browser storage. */
async function another(page: Page, hash = ""): Promise<Editor> {
  const editor = new Editor(await page.context().newPage());
  await editor.page.goto(`/${hash}`);
  await expect(editor.nodes.first()).toBeVisible();
  return editor;
}

/** The names of the documents that the storage holds. */
const keptNames = (page: Page): Promise<unknown> =>
  page.evaluate(async () =>
    !(await indexedDB.databases()).some(({ name }) => name === "edgewise")
      ? []
      : new Promise((done) => {
          const opening = indexedDB.open("edgewise");
          opening.onsuccess = () => {
            const db = opening.result;
            db.onversionchange = () => db.close();
            if (!db.objectStoreNames.contains("documents")) return done([]);
            const reading = db.transaction("documents").objectStore("documents").getAll();
            reading.onsuccess = () => {
              db.close();
              done(reading.result.map(({ name }) => String(name)));
            };
          };
        }),
  );

const kept = (page: Page, name: string) => expect.poll(() => keptNames(page)).toContain(name);

const banner = (editor: Editor) => editor.page.getByText("Another window edits this document");
const saved = (editor: Editor) => editor.page.locator('[data-save="saved"]');

test("a crash a moment after an edit loses nothing", async ({ editor, page }) => {
  await editor.setArgument("fc2", "out_features", "33");
  // Kept 50 ms after an edit; a loaded machine takes longer.
  await page.waitForTimeout(400);
  const session = await page.context().newCDPSession(page);
  void session.send("Page.crash").catch(() => undefined);
  await page.waitForEvent("crash");
  const next = await another(page);
  await next.select("fc2");
  await expect(next.argument("out_features")).toHaveValue("33");
  await expect(next.button("Undo")).toBeEnabled();
});

test("the same document in two windows: one edits, the other follows, takes over or takes a copy", async ({
  editor,
  page,
}) => {
  await rename(editor, "Shared");
  await kept(page, "Shared");
  const second = await another(page);
  await front(second, "Shared");
  await expect(banner(second)).toBeVisible();
  await expect(banner(editor)).toHaveCount(0);

  await editor.setArgument("fc2", "out_features", "33");
  await expect(second.edge("fc2->relu4")).toHaveAttribute("data-shape", "1,33");
  // What follows cannot be edited, and says so.
  await second.select("relu1");
  await second.page.keyboard.press("Delete");
  await expect(second.notice("Another window edits")).toBeVisible();
  await expect(second.node("relu1")).toBeVisible();

  await second.page.getByRole("button", { name: "Edit here" }).first().click();
  await expect(banner(second)).toHaveCount(0);
  await expect(banner(editor)).toBeVisible();
  await second.setArgument("fc2", "out_features", "44");
  await expect(editor.edge("fc2->relu4")).toHaveAttribute("data-shape", "1,44");
  // The history came along.
  await second.undo();
  await second.undo();
  await second.select("fc2");
  await expect(second.argument("out_features")).toHaveValue("84");

  await editor.page.getByRole("button", { name: "Open a copy" }).click();
  await front(editor, "Shared (copy)");
  await rename(editor, "Mine");
  await front(second, "Shared");
  await second.page.reload();
  await front(second, "Shared");
  await expect(banner(second)).toHaveCount(0);

  // The window that edits closes: the one that follows goes on.
  const third = await another(page);
  await third.menu("File", "Recent documents");
  await third.page.getByRole("button", { name: "Open Mine" }).click();
  await expect(banner(third)).toBeVisible();
  await page.close();
  await expect(banner(third)).toHaveCount(0);
  await rename(third, "Inherited");
  expect(third.unexpectedErrors()).toEqual([]);
  expect(second.unexpectedErrors()).toEqual([]);
});

test("a write that fails is said, tried again, and done when there is room", async ({ editor, page }) => {
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    Object.assign(window, { mend: () => Object.assign(IDBObjectStore.prototype, { put }) });
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("No room", "QuotaExceededError");
    };
  });
  await rename(editor, "Unsaved");
  await expect(editor.notice("save it to a file")).toContainText("no room left");
  await editor.button("Not saved").click();
  const dialog = page.getByRole("dialog", { name: "Recent documents" });
  await expect(dialog.getByRole("alert")).toContainText("Delete documents you no longer need");
  await expect(dialog.getByRole("button", { name: "Save to a file" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.evaluate(() => (window as unknown as { mend(): void }).mend());
  await expect(saved(editor)).toBeAttached({ timeout: 20_000 });
  await page.reload();
  await front(editor, "Unsaved");
});

test("site data cleared while the app is open: the document is written again", async ({ editor, page }) => {
  await rename(editor, "Cleared");
  await kept(page, "Cleared");
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "indexeddb" });
  await editor.setArgument("fc2", "out_features", "33");
  await kept(page, "Cleared");
  await page.reload();
  await front(editor, "Cleared");
  await editor.select("fc2");
  await expect(editor.argument("out_features")).toHaveValue("33");

  await page.evaluate(
    () =>
      new Promise((done) => {
        const deleting = indexedDB.deleteDatabase("edgewise");
        deleting.onsuccess = done;
      }),
  );
  await kept(page, "Cleared");
  await page.reload();
  await front(editor, "Cleared");
});

test("without any storage the app works, and says once that nothing is kept", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "indexedDB", {
      value: {
        open: () => {
          throw new DOMException("denied", "SecurityError");
        },
      },
    });
  });
  const editor = new Editor(page);
  await editor.open();
  await expect(editor.notice("save it to a file")).toHaveCount(1);
  await rename(editor, "Alone");
  await editor.menu("Examples", "MLP");
  await front(editor, "MLP");
  await editor.undo();
  await front(editor, "Alone");
  expect(editor.unexpectedErrors()).toEqual([]);
});

/** Changes what the storage holds of the document in front, while no page of the app is open. */
async function tamper(page: Page, work: string): Promise<void> {
  await page.goto("/examples/mlp.json");
  // The text itself is evaluated: the page's policy lets nothing in it make code of a text.
  await page.evaluate(`new Promise((done, failed) => {
    const opening = indexedDB.open("edgewise");
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const db = opening.result;
      const change = db.transaction([...db.objectStoreNames], "readwrite");
      ${work}
      change.oncomplete = () => {
        db.close();
        done();
      };
    };
  })`);
}

const eachStep = (body: string) => `
  change.objectStore("steps").openCursor().onsuccess = ({ target }) => {
    const cursor = target.result;
    if (!cursor) return;
    ${body}
    cursor.continue();
  };`;

test("a damaged state is set aside and the one before it shown; a damaged document gives way to the next", async ({
  editor,
  page,
}) => {
  await rename(editor, "Good");
  await rename(editor, "Bad");
  await kept(page, "Bad");
  editor.expectErrors(/404/);
  await tamper(page, eachStep(`if (cursor.value.model.includes('"Bad"')) cursor.update({ model: "{ damaged" });`));
  await page.goto("/");
  await front(editor, "Good");
  await expect(editor.notice("damaged")).toContainText("line 1");
  await editor.menu("File", "Recent documents");
  const dialog = page.getByRole("dialog", { name: "Recent documents" });
  const coming = page.waitForEvent("download");
  await dialog
    .getByRole("region", { name: "Damaged documents" })
    .getByRole("button", { name: /^Download/ })
    .click();
  expect((await coming).suggestedFilename()).toMatch(/\.damaged\.json$/);
  await page.keyboard.press("Escape");

  await tamper(
    page,
    `${eachStep("cursor.update(17);")} change.objectStore("documents").clear();
    change.objectStore("documents").put("nonsense", "x"); change.objectStore("documents").put({ id: 3 }, "y");`,
  );
  await page.goto("/");
  await expect(editor.notice("damaged").first()).toBeVisible();
  await front(editor, "LeNet-5");
  await rename(editor, "Works");
});

test("the one document that an earlier version kept is taken over with its input", async ({ page }) => {
  await page.goto("/examples/mlp.json");
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        const opening = indexedDB.open("edgewise", 1);
        opening.onupgradeneeded = () => {
          for (const store of ["document", "inputs", "weights"]) opening.result.createObjectStore(store);
        };
        opening.onsuccess = () => {
          const db = opening.result;
          const change = db.transaction(["document", "inputs"], "readwrite");
          const graph = {
            nodes: { input: { module: "Input", args: { shape: [1, 1, 4, 4] } }, output: { module: "Output" } },
            edges: [{ from: "input", to: "output" }],
          };
          const layout = { input: [0, 0], output: [0, 160] };
          change.objectStore("document").put({ name: "Of old", seed: 3, graph, layout }, "last");
          const array = { dtype: "float32", shape: [1, 1, 4, 4], data: new Float32Array(16).fill(2.5) };
          change.objectStore("inputs").put({ input: { kind: "file", name: "x.npy", array } }, "last");
          change.oncomplete = () => {
            db.close();
            done();
          };
        };
      }),
  );
  const editor = new Editor(page);
  editor.expectErrors(/404/);
  await page.goto("/");
  await front(editor, "Of old");
  await expect(editor.edge("input->output")).toHaveAttribute("data-mean", "2.5");
  expect(editor.unexpectedErrors()).toEqual([]);
});

test("two windows with two documents do not touch each other", async ({ editor, page }) => {
  const second = await another(page);
  await second.openModel(
    jsonFile({
      format: "edgewise",
      version: 1,
      name: "Second",
      graph: { nodes: { input: { module: "Input", args: { shape: [2] } } }, edges: [] },
    }),
  );
  await front(second, "Second");
  await rename(editor, "First");
  await rename(second, "Second again");
  await kept(page, "First");
  await kept(page, "Second again");
  await Promise.all([page.reload(), second.page.reload()]);
  await front(editor, "First");
  await front(second, "Second again");
  await expect(banner(editor)).toHaveCount(0);
  await expect(banner(second)).toHaveCount(0);
});

// Owns the page as the tests see it: the editor by its roles, labels and data attributes, worked with mouse and keyboard.
import { readFile } from "node:fs/promises";
import { type ConsoleMessage, expect, type Locator, type Page, test as plain } from "@playwright/test";

/** What an edge's label says, as the attributes' own text. */
export interface EdgeState {
  readonly id: string;
  readonly shape: string | null;
  readonly mean: string | null;
  readonly std: string | null;
  readonly min: string | null;
  readonly max: string | null;
}

/** What must not change where a file is refused. */
export interface DocumentState {
  readonly nodes: readonly string[];
  readonly edges: readonly EdgeState[];
}

export interface GivenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

type Point = { readonly x: number; readonly y: number };

export const jsonFile = (model: unknown, name = "model.json"): GivenFile => ({
  name,
  mimeType: "application/json",
  buffer: Buffer.from(typeof model === "string" ? model : JSON.stringify(model)),
});

export const bytesFile = (name: string, bytes: Uint8Array): GivenFile => ({
  name,
  mimeType: name.endsWith(".png") ? "image/png" : "application/octet-stream",
  buffer: Buffer.from(bytes),
});

/** The middle of an element on the screen. */
export async function centerOf(locator: Locator): Promise<Point> {
  const box = await locator.boundingBox();
  if (!box) throw new Error("not on the screen");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export class Editor {
  readonly page: Page;
  readonly root: Locator;
  readonly canvas: Locator;
  readonly palette: Locator;
  readonly inspector: Locator;
  readonly dock: Locator;
  readonly side: Locator;
  readonly nodes: Locator;
  readonly edges: Locator;
  readonly notices: Locator;
  /** Errors of the page and of its workers. */
  readonly errors: string[] = [];
  private expected: RegExp[] = [];

  constructor(page: Page) {
    this.page = page;
    this.root = page.locator(":root");
    this.canvas = page.getByRole("region", { name: "Model graph" });
    this.palette = page.getByRole("navigation", { name: "Layers" });
    this.inspector = page.getByRole("region", { name: "Inspector", exact: true });
    this.dock = page.getByRole("region", { name: "Code and problems" });
    this.side = page.getByRole("region", { name: "Tensor and input" });
    this.nodes = page.locator("[data-node]");
    this.edges = page.locator("[data-edge]");
    this.notices = page.getByRole("region", { name: /^Notifications/ });
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message: ConsoleMessage) => {
      if (message.type() === "error") this.errors.push(message.text());
    });
  }

  /** Errors that a test causes on purpose. */
  expectErrors(pattern: RegExp): void {
    this.expected.push(pattern);
  }

  unexpectedErrors(): readonly string[] {
    return this.errors.filter((text) => !this.expected.some((pattern) => pattern.test(text)));
  }

  /** Opens the app, with the model it starts with, and waits for its values. */
  async open(): Promise<void> {
    await this.page.goto("/");
    await expect(this.nodes.first()).toBeVisible();
    await this.settled();
  }

  /** Opens an empty model. */
  async startEmpty(): Promise<void> {
    await this.menu("File", "New");
    await expect(this.nodes).toHaveCount(0);
  }

  async menu(menu: string, item: string): Promise<void> {
    await this.page.getByRole("banner").getByRole("button", { name: menu, exact: true }).click();
    const name = new RegExp(`^${item.replace(/[.*+?^$()[\]{}|\\]/g, "\\$&")}`);
    await this.page.getByRole("menuitem", { name }).click();
  }

  button(name: string): Locator {
    return this.page.getByRole("banner").getByRole("button", { name, exact: true });
  }

  undo(): Promise<void> {
    return this.button("Undo").click();
  }

  redo(): Promise<void> {
    return this.button("Redo").click();
  }

  node(name: string): Locator {
    return this.page.locator(`[data-node="${name}"]`);
  }

  edge(id: string): Locator {
    return this.page.locator(`[data-edge="${id}"]`);
  }

  input(port: string, node: string): Locator {
    return this.canvas.getByLabel(`Input ${port} of ${node}`, { exact: true });
  }

  output(port: string, node: string): Locator {
    return this.canvas.getByLabel(`Output ${port} of ${node}`, { exact: true });
  }

  /** Waits until no run is under way and every edge's values belong to the document as it is. */
  async settled(state: "idle" | "error" = "idle"): Promise<void> {
    await expect(this.root).toHaveAttribute("data-run", state, { timeout: 20_000 });
    await expect(this.page.locator('[data-edge][data-shape][data-state="stale"]')).toHaveCount(0);
  }

  /** All edges, sorted by id. */
  edgeStates(): Promise<readonly EdgeState[]> {
    return this.edges.evaluateAll((labels) =>
      labels
        .map((label) => {
          const { edge = "", shape, mean, std, min, max } = (label as HTMLElement).dataset;
          const text = (value: string | undefined) => value ?? null;
          return { id: edge, shape: text(shape), mean: text(mean), std: text(std), min: text(min), max: text(max) };
        })
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
  }

  /** One edge's values, once there is a current one. */
  async edgeState(id: string): Promise<EdgeState> {
    const found = (await this.edgeStates()).find((edge) => edge.id === id);
    if (!found) throw new Error(`no edge ${id}`);
    return found;
  }

  async documentState(): Promise<DocumentState> {
    const nodes = await this.nodes.evaluateAll((cards) =>
      cards.map((card) => (card as HTMLElement).dataset.node ?? ""),
    );
    return { nodes: nodes.sort(), edges: await this.edgeStates() };
  }

  /** How many different colours an edge's thumbnail has; 0 where it has none. */
  colors(id: string): Promise<number> {
    return this.edge(id).evaluate((label) => {
      const canvas = label.querySelector("canvas");
      const data = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
      return data ? new Set(new Uint32Array(data.buffer)).size : 0;
    });
  }

  /** The pixels of an edge's thumbnail, as text to compare. */
  pixels(id: string): Promise<string> {
    return this.edge(id).evaluate((label) => label.querySelector("canvas")?.toDataURL() ?? "");
  }

  /** A point of the canvas, in CSS pixels from its top left corner. */
  async at(x: number, y: number): Promise<Point> {
    const box = await this.canvas.boundingBox();
    if (!box) throw new Error("no canvas");
    return { x: box.x + x, y: box.y + y };
  }

  /** Waits for the page to be drawn again. */
  frame(): Promise<void> {
    return this.page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done))));
  }

  /** Drags with the mouse, as a hand does: pressed, moved in steps, let go. */
  async drag(from: Point, to: Point): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(from.x + 4, from.y + 4, { steps: 2 });
    // A hand is slower than a frame, so the page is drawn while it moves.
    await this.frame();
    await mouse.move(to.x, to.y, { steps: 10 });
    await this.frame();
    await mouse.move(to.x, to.y);
    await mouse.up();
  }

  /** Drags a module from the palette to a point on the screen. */
  async dragModule(module: string, to: Point): Promise<void> {
    const item = this.palette.getByRole("button", { name: module, exact: true });
    await item.scrollIntoViewIfNeeded();
    await this.drag(await centerOf(item), to);
  }

  /** Drags a connection from one node's output to another's input. */
  async connect(from: string, to: string, port = "input"): Promise<void> {
    await this.drag(await centerOf(this.output("output", from)), await centerOf(this.input(port, to)));
  }

  async select(name: string): Promise<void> {
    await this.node(name).click({ position: { x: 60, y: 14 } });
    await expect(this.node(name)).toHaveAttribute("data-selected", "true");
  }

  argument(name: string): Locator {
    return this.inspector.getByLabel(name, { exact: true });
  }

  /** Types an argument of the selected node, key by key, and confirms it with Enter. */
  async type(argument: string, text: string): Promise<void> {
    const field = this.argument(argument);
    await field.click();
    await field.press("ControlOrMeta+a");
    if (text === "") await field.press("Delete");
    else await field.pressSequentially(text);
    await field.press("Enter");
  }

  async setArgument(node: string, argument: string, text: string): Promise<void> {
    await this.select(node);
    await this.type(argument, text);
  }

  async choose(box: Locator, option: string): Promise<void> {
    await box.click();
    await this.page.getByRole("option", { name: option, exact: true }).click();
  }

  async openModel(file: GivenFile | string): Promise<void> {
    await this.page.getByTestId("open-model").setInputFiles(file);
  }

  async openWeights(file: GivenFile | string): Promise<void> {
    await this.page.getByTestId("open-weights").setInputFiles(file);
  }

  async openInput(file: GivenFile | string): Promise<void> {
    await this.page.getByTestId("open-input").setInputFiles(file);
  }

  /** The text of the model file, from the code panel: a browser stops downloads that are many. */
  async modelText(): Promise<string> {
    const choice = this.dock.getByRole("radio", { name: "Model file" });
    if (!(await choice.isChecked())) await choice.click();
    await this.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await this.page.evaluate(() => navigator.clipboard.writeText(""));
    // By key: the messages of earlier copies may lie over the button. The first tells a new card that the user has gone on.
    await this.page.keyboard.press("Shift");
    await this.dock.getByRole("button", { name: "Copy the code" }).press("Enter");
    const copied = () => this.page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied, { intervals: [10, 20, 50] }).not.toBe("");
    return copied();
  }

  /** What Save downloads. */
  async saved(): Promise<string> {
    const coming = this.page.waitForEvent("download");
    await this.page.keyboard.press("ControlOrMeta+s");
    return (await readFile(await (await coming).path())).toString("utf8");
  }

  async savedWeights(): Promise<Buffer> {
    const coming = this.page.waitForEvent("download");
    await this.menu("File", "Save weights");
    return readFile(await (await coming).path());
  }

  notice(text: string | RegExp): Locator {
    return this.notices.getByRole("listitem").filter({ hasText: text });
  }

  async dismissNotices(): Promise<void> {
    const close = this.notices.getByRole("button", { name: "Dismiss" });
    while ((await close.count()) > 0) await close.first().click();
  }
}

/** A test with the app open; it fails on any error of the page, or breach of its policy, that it did not expect. */
export const test = plain.extend<{ readonly editor: Editor }>({
  editor: async ({ page }, use) => {
    const editor = new Editor(page);
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) => {
        console.error(`Content Security Policy violated: ${effectiveDirective} ${blockedURI} ${sample}`);
      });
    });
    await editor.open();
    await use(editor);
    expect(editor.unexpectedErrors()).toEqual([]);
  },
});

export { expect };

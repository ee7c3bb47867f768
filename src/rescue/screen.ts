// Owns the screen shown when the app as a whole failed: plain DOM, needing nothing of what may have failed but its own texts.
import { rescue as english } from "../i18n/en/rescue.ts";
import { preferredLanguage } from "../i18n/preferred.ts";
import { rescue as chinese } from "../i18n/zh-CN/rescue.ts";
import "./screen.css";

/** The ways out that the app offers once it has its document. A way that throws keeps the screen, with what it threw. */
export interface Exits {
  /** Gives the user the model as a file. */
  save(): void;
  openLast(): void | Promise<void>;
  startEmpty(): void;
  openFile(file: File): void | Promise<void>;
  openDropped(transfer: DataTransfer): void | Promise<void>;
}

let exits: Exits | null = null;
let screen: HTMLElement | null = null;

/** From now on the screen offers these ways. */
export function offerExits(offered: Exits): void {
  exits = offered;
}

/** Whether the screen is shown now. */
export const rescueShown = (): boolean => screen !== null;

const textsOfNow = () => {
  const language = preferredLanguage([document.documentElement.lang || "en"]);
  return language === "zh-CN" ? chinese : english;
};

/** Longer messages (a file's whole text in an error) are cut. */
const longest = 4000;
const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

const messageOf = (error: unknown): string => cut(error instanceof Error ? error.message : String(error));

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

function button(label: string, act: () => void | Promise<void>): HTMLButtonElement {
  const made = element("button", "rescue-button", label);
  made.type = "button";
  made.addEventListener("click", () => void attempt(act));
  return made;
}

/** Does what the user chose; a way out that fails says so on a new screen. */
async function attempt(act: () => void | Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    console.error(error);
    showRescue(error);
  }
}

function fileButton(label: string, open: Exits["openFile"]): HTMLElement {
  const input = element("input", "rescue-file");
  input.type = "file";
  input.hidden = true;
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    input.value = "";
    if (file) void attempt(() => open(file));
  });
  return element(
    "span",
    "",
    button(label, () => input.click()),
    input,
  );
}

function listenToDrops(target: HTMLElement, open: Exits["openDropped"]): void {
  target.addEventListener("dragover", (event) => event.preventDefault());
  target.addEventListener("drop", (event) => {
    event.preventDefault();
    const { dataTransfer } = event;
    if (dataTransfer) void attempt(() => open(dataTransfer));
  });
}

/** Shows what failed and the ways out, over whatever is left of the app. */
export function showRescue(error: unknown): void {
  hideRescue();
  const text = textsOfNow();
  const title = element("h1", "rescue-title", text.title);
  const message = element("p", "rescue-message", messageOf(error));
  title.id = "rescue-title";
  message.id = "rescue-message";
  const buttons = element("div", "rescue-buttons");
  if (exits) {
    const { save, openLast, startEmpty, openFile } = exits;
    buttons.append(
      button(text.save, save),
      button(text.openLast, openLast),
      button(text.startEmpty, startEmpty),
      fileButton(text.openFile, openFile),
    );
  }
  buttons.append(button(text.reload, () => location.reload()));
  const box = element(
    "div",
    "rescue-box",
    title,
    message,
    element("p", "", exits ? text.lost : text.notStarted),
    buttons,
  );
  if (error instanceof Error && error.stack) {
    const stack = element("pre", "rescue-stack", cut(error.stack));
    stack.tabIndex = 0;
    box.append(element("details", "", element("summary", "", text.details), stack));
  }
  screen = element("div", "rescue", box);
  screen.setAttribute("role", "alertdialog");
  screen.setAttribute("aria-labelledby", title.id);
  screen.setAttribute("aria-describedby", message.id);
  if (exits) listenToDrops(screen, exits.openDropped);
  document.getElementById("root")?.toggleAttribute("inert", true);
  document.body.append(screen);
  buttons.querySelector("button")?.focus();
}

/** Takes the screen away: there is a document again that can be shown. */
export function hideRescue(): void {
  screen?.remove();
  screen = null;
  document.getElementById("root")?.toggleAttribute("inert", false);
}

// Owns shortcuts: how they are written, which keyboard events they match, how they are shown.

/** The part of a keyboard event a shortcut looks at. */
export interface Stroke {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

interface Shortcut {
  readonly mod: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly key: string;
}

/** `Mod+Shift+Z` in parts. The key itself may be `+`. */
function parseShortcut(text: string): Shortcut {
  const [, before = "", key = ""] = /^((?:(?:Mod|Shift|Alt)\+)*)(.+)$/.exec(text) ?? [];
  return { mod: before.includes("Mod+"), shift: before.includes("Shift+"), alt: before.includes("Alt+"), key };
}

/** The key pressed; on a keyboard of another script the Latin letter or digit in its place. */
function pressed(stroke: Stroke): string {
  const latin = /^(?:Key|Digit)(.)$/.exec(stroke.code)?.[1];
  const foreign = stroke.key.length === 1 && stroke.key.charCodeAt(0) > 127;
  return (foreign && latin ? latin : stroke.key).toLowerCase();
}

/** Whether a keyboard event is this shortcut. Shift counts only where it does not itself make the character (`?`). */
export function matchesShortcut(text: string, stroke: Stroke, mac: boolean): boolean {
  const shortcut = parseShortcut(text);
  const [mod, other] = mac ? [stroke.metaKey, stroke.ctrlKey] : [stroke.ctrlKey, stroke.metaKey];
  if (mod !== shortcut.mod || other || stroke.altKey !== shortcut.alt) return false;
  const shiftCounts = /^[a-z0-9]$|^.{2,}$/i.test(shortcut.key);
  if (shiftCounts && stroke.shiftKey !== shortcut.shift) return false;
  return pressed(stroke) === shortcut.key.toLowerCase();
}

const macSigns: Readonly<Record<string, string>> = { Delete: "⌦", Backspace: "⌫", Escape: "Esc", Enter: "↩" };
const plainSigns: Readonly<Record<string, string>> = { Delete: "Del", Escape: "Esc" };

/** As the platform writes it: `Ctrl+Shift+Z`, on a Mac `⇧⌘Z`. */
export function printShortcut(text: string, mac: boolean): string {
  const { mod, shift, alt, key } = parseShortcut(text);
  if (mac) return `${alt ? "⌥" : ""}${shift ? "⇧" : ""}${mod ? "⌘" : ""}${macSigns[key] ?? key}`;
  return `${mod ? "Ctrl+" : ""}${alt ? "Alt+" : ""}${shift ? "Shift+" : ""}${plainSigns[key] ?? key}`;
}

export const isMac: boolean = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** Input types that take no text, so that keys pressed in them may be shortcuts. */
const textless = new Set(["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"]);

/** Whether keys pressed in this element are text for it. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !textless.has(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** Whether the element lies in an open menu, list or dialog, which has its own keys. */
export const inPopup = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="menu"], [role="listbox"], [role="dialog"]') !== null;

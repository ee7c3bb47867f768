// Owns what of the session survives a reload: read from and written to localStorage.
import { initialSession, type Session, type SurvivingKey, sessionStore, updateSession } from "../session/store.ts";

const storageKey = "edgewise.preferences";

const isBoolean = (value: unknown): boolean => typeof value === "boolean";
const isSize = (value: unknown): boolean => typeof value === "number" && value >= 80 && value <= 4000;
const isOneOf =
  (...words: readonly string[]) =>
  (value: unknown): boolean =>
    typeof value === "string" && words.includes(value);

/** Whether a stored value may still be taken: storage is shared with older and newer versions of the app. */
const accepts: Readonly<Record<SurvivingKey, (value: unknown) => boolean>> = {
  theme: isOneOf("system", "light", "dark"),
  language: (value) => value === null || (typeof value === "string" && value.length < 20),
  bottomPanel: isOneOf("code", "problems", "none"),
  sidePanel: isOneOf("viewer", "input"),
  paletteOpen: isBoolean,
  inspectorOpen: isBoolean,
  paletteWidth: isSize,
  inspectorWidth: isSize,
  inspectorHeight: isSize,
  bottomHeight: isSize,
};

const keys = Object.keys(accepts) as SurvivingKey[];

/** The stored preferences that can still be taken; nothing of a text that is no JSON object. */
export function parsePreferences(text: string | null): Partial<Session> {
  try {
    const stored: unknown = JSON.parse(text ?? "{}");
    if (typeof stored !== "object" || stored === null) return {};
    const entries = Object.entries(stored).filter(
      ([key, value]) => keys.includes(key as SurvivingKey) && accepts[key as SurvivingKey](value),
    );
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}

/** The surviving part of a session, as text. */
export const printPreferences = (session: Session): string =>
  JSON.stringify(Object.fromEntries(keys.map((key) => [key, session[key]])));

/** Puts the stored preferences into the session and from then on stores each change. Storage may be forbidden: then nothing is kept. */
export function keepPreferences(): void {
  try {
    updateSession(parsePreferences(localStorage.getItem(storageKey)));
  } catch {
    return;
  }
  let last = printPreferences(initialSession);
  sessionStore.subscribe((session) => {
    const text = printPreferences(session);
    if (text === last) return;
    last = text;
    try {
      localStorage.setItem(storageKey, text);
    } catch {
      // The quota is used up: preferences are lost with the page, nothing else.
    }
  });
}

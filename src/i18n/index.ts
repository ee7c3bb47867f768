// The app's texts in the user's language: setup of i18next, and the typed translate function.
import { createInstance } from "i18next";
import { useSyncExternalStore } from "react";
import type { Variables } from "../../engine/core/said.ts";
import { en } from "./en.ts";
import type { KeysOf, TextOf } from "./keys.ts";
import { type Language, preferredLanguage } from "./preferred.ts";

export { type Language, languages, preferredLanguage } from "./preferred.ts";

/** A dotted key: namespace, then name, e.g. "toolbar.undo". A wrong one does not compile. */
export type Key = KeysOf<typeof en>;

type Values<K extends Key> = [Variables<TextOf<typeof en, K>>] extends [never]
  ? []
  : [values: Readonly<Record<Variables<TextOf<typeof en, K>>, string | number>>];

/**
 * The text of a key, with its `{{name}}`s replaced: `t("files.opened", { name })`. The values a text needs are asked
 * for by its type. A plural is one key: `t("problems.count", { count: 2 })`.
 */
export type Translate = <K extends Key>(key: K, ...values: Values<K>) => string;

/** Values that count things. */
const counts: ReadonlySet<unknown> = new Set(["count", "shown"]);

function printValue(
  value: unknown,
  _format?: string,
  _language?: string,
  options?: { readonly interpolationkey?: unknown },
): string {
  // A value that was not given: i18next leaves its place as it is.
  if (value === undefined) return value as unknown as string;
  const counted = typeof value === "number" && counts.has(options?.interpolationkey);
  return counted ? value.toLocaleString("en-US") : String(value);
}

export const i18n = createInstance();
const none = () => undefined;
i18n.use({ type: "formatter", init: none, add: none, addCached: none, format: printValue });

void i18n.init({
  lng: "en",
  fallbackLng: "en",
  // One i18next namespace; ours are the first part of each key. The texts of other languages come when they are needed.
  resources: { en: { translation: en } },
  // React escapes. Counts are written in groups of three; other numbers (sizes, seeds) as they are typed.
  interpolation: { escapeValue: false, alwaysFormat: true },
  initAsync: false,
});

/** Translates outside of components, into the language of now. In components use `useT`, which follows changes. */
export const t: Translate = (key, ...values) => i18n.t(key as string, values[0] ?? {}) as string;

/** A translate function of its own for each language; looks a text that takes no values up once. */
function makeTranslate(language: string): Translate {
  const fixed = i18n.getFixedT(language) as (key: string, values?: object) => string;
  const texts = new Map<string, string>();
  return (key, ...values) => {
    if (values[0]) return fixed(key, values[0]);
    const known = texts.get(key) ?? fixed(key);
    texts.set(key, known);
    return known;
  };
}

const translators = new Map<string, Translate>();

function translatorOfNow(): Translate {
  const { language } = i18n;
  const translate = translators.get(language) ?? makeTranslate(language);
  translators.set(language, translate);
  return translate;
}

function onLanguageChange(changed: () => void): () => void {
  i18n.on("languageChanged", changed);
  return () => i18n.off("languageChanged", changed);
}

/** The translate function, in a component that draws again when the language changes. */
export const useT = (): Translate => useSyncExternalStore(onLanguageChange, translatorOfNow);

function markDocument(language: string): void {
  if (typeof document !== "undefined") document.documentElement.lang = language;
}
i18n.on("languageChanged", markDocument);
markDocument(i18n.language);

const hasTexts = (language: Language): boolean => i18n.hasResourceBundle(language, "translation");

/** The texts of each language but English, which is always there. */
const fetches: Readonly<Record<Exclude<Language, "en">, () => Promise<object>>> = {
  "zh-CN": async () => (await import("./zh-CN.ts")).zhCN,
};

/** Fetches a language's texts, where they are not there yet. Rejects where they cannot be fetched. */
export async function loadTexts(language: Language): Promise<void> {
  if (language !== "en" && !hasTexts(language)) {
    i18n.addResourceBundle(language, "translation", await fetches[language]());
  }
}

/**
 * Changes the language of the whole app, and the page's `lang`: at once where its texts are there, else when they have
 * come. Rejects where they cannot be fetched: the language stays. To remember it is the session's part.
 */
export function setLanguage(language: Language): Promise<void> {
  const change = () => void i18n.changeLanguage(language);
  if (hasTexts(language)) return Promise.resolve(change());
  return loadTexts(language).then(change);
}

/** Texts have come that were not there when the language changed: components draw again. */
export function drawTextsAgain(): void {
  translators.clear();
  i18n.emit("languageChanged", i18n.language);
}

/** The language of now. */
export function currentLanguage(): Language {
  return preferredLanguage([i18n.language]);
}

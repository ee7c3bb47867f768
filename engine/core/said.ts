// Owns how the engine says something so that it can be said in another language too: which phrase, with which values.
import { phrases as modelPhrases } from "./phrases.ts";
import { arrayPhrases } from "./phrases_arrays.ts";
import { runPhrases } from "./phrases_runs.ts";

/** All the engine's own sentences, in English. */
export const phrases = { ...modelPhrases, ...arrayPhrases, ...runPhrases } as const;

export type Phrase = keyof typeof phrases;

/** The names in the `{{name}}`s of a text. */
export type Variables<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Variables<Rest> : never;

/** A phrase with its values; plain data, so that it crosses to the page as it is. */
export interface Said {
  readonly phrase: Phrase;
  readonly values: Readonly<Record<string, Words | number>>;
}

/** Words of the engine: a phrase, or a text that is the same in every language (torch's, a name, a value). */
export type Words = string | Said;

type Values<P extends Phrase> = [Variables<(typeof phrases)[P]>] extends [never]
  ? []
  : [values: Readonly<Record<Variables<(typeof phrases)[P]>, Words | number>>];

/** Says a phrase. The values that it needs are asked for by its type. */
export const say = <P extends Phrase>(phrase: P, ...values: Values<P>): Said => ({ phrase, values: values[0] ?? {} });

/** Words in English. */
export function plain(words: Words | number): string {
  if (typeof words !== "object") return String(words);
  return phrases[words.phrase].replace(/\{\{(\w+)\}\}/g, (_, name: string) => plain(words.values[name] ?? ""));
}

/** `a, b or c`, `a, b and c`. */
export function listed(by: "or" | "and", items: readonly Words[]): Words {
  const [last, before] = [items.at(-1) ?? "", items.slice(0, -1)];
  if (before.length === 0) return last;
  const first = before.reduce(
    (text: Words, item) => (text === "" ? item : say("comma", { first: text, next: item })),
    "",
  );
  return say(by, { first, last });
}

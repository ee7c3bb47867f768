// Owns telling the engine's words in the user's language. What is torch's text stays as torch says it.
import type { Words } from "../../engine/core/said.ts";
import type { Translate } from "./index.ts";

/** Every phrase takes its own values, which were asked for where it was said. */
type TellPhrase = (key: string, values: Readonly<Record<string, string | number>>) => string;

/** Words of the engine in the language of `t`. */
export function tell(words: Words, t: Translate): string {
  if (typeof words === "string") return words;
  const values = Object.entries(words.values).map(([name, value]) => [
    name,
    typeof value === "object" ? tell(value, t) : value,
  ]);
  return (t as TellPhrase)(`said.${words.phrase}`, Object.fromEntries(values));
}

/** What an error says: its words where it has some, else its message. */
export function tellError(error: unknown, t: Translate): string {
  if (typeof error !== "object" || error === null) return String(error);
  if ("said" in error) return tell(error.said as Words, t);
  return "message" in error ? String(error.message) : String(error);
}

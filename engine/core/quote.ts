// Owns how messages quote what came from outside: names and values of any size, in a line that can be read.
import { plain, say, type Words } from "./said.ts";

/** A text that is cut in the middle of nothing longer than `most` characters; what is left out is three dots. */
export const shorten = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 3).toWellFormed()}...`;

/** A value as JSON writes it, at most about `most` characters; lists and objects that are longer only by what they are. */
export const quote = (value: unknown, most = 60): string => plain(quoted(value, most));

/** The same, as words for a phrase. */
export function quoted(value: unknown, most = 60): Words {
  if (value === undefined) return say("nothing");
  if (typeof value === "string") {
    return value.length <= most ? JSON.stringify(value) : JSON.stringify(shorten(value, most));
  }
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return String(value);
  const list = Array.isArray(value);
  const plain = list && value.length <= most / 3 && value.every((item) => typeof item !== "object" || item === null);
  const text = plain ? `[${value.map((item) => quote(item, most)).join(", ")}]` : "";
  if (plain && text.length <= most) return text;
  return list ? say("listOfLength", { length: value.length }) : say("anObject");
}

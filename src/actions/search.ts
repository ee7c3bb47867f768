// Owns what a search finds, and in what order: layers and commands, in the palette and in the command menu alike.
import type { AnyModuleDef } from "../../engine/modules/define.ts";
import { searchWords } from "./search_words.ts";

/** What is searched of a thing. */
export interface Searchable {
  readonly name: string;
  /** What it belongs to, as the user may call it: a category in English and in the user's language. */
  readonly groups: readonly string[];
  /** Other words that mean it. */
  readonly words: readonly string[];
  /** What it says of itself. */
  readonly doc: string;
}

/** A module as it is searched: its category and what it says of itself in English and in the user's language. */
export const searchableModule = (
  { name, category, doc, words }: AnyModuleDef,
  categoryLabel: string,
  docHere = "",
): Searchable => ({
  name,
  groups: [category, categoryLabel],
  words: [...words, ...searchWords(name)],
  doc: `${doc} ${docHere}`,
});

/** `BatchNorm2d` → where its words start: 0, 5. */
const wordStarts = (name: string): number[] => [...name.matchAll(/[A-Z][a-z]*|\d/g)].map((match) => match.index);

/** Whether the letters of `part` come one after another in `text`. */
function isSubsequence(part: string, text: string): boolean {
  let at = 0;
  for (const letter of part) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

const lower = (texts: readonly string[]): string[] => texts.map((text) => text.toLowerCase());

/** How well one word of a query fits, 0 best; null: not at all. */
function rankWord(entry: Searchable, word: string): number | null {
  const name = entry.name.toLowerCase();
  const groups = lower(entry.groups);
  const words = lower(entry.words);
  if (name === word) return 0;
  if (words.includes(word)) return 1;
  if (name.startsWith(word)) return 2;
  if (wordStarts(entry.name).some((start) => name.startsWith(word, start))) return 3;
  if (words.some((other) => other.startsWith(word) || other.includes(` ${word}`))) return 4;
  if (name.includes(word)) return 5;
  if (groups.some((group) => group.startsWith(word))) return 6;
  if (groups.some((group) => group.includes(word))) return 7;
  if (word.length > 2 && entry.doc.toLowerCase().includes(word)) return 8;
  if (word.length > 1 && name[0] === word[0] && isSubsequence(word, name)) return 9;
  return null;
}

/** How well a whole query fits, 0 best; null where a word of it is not found. */
function rank(entry: Searchable, query: string): number | null {
  const whole = rankWord(entry, query);
  if (whole !== null && whole <= 1) return whole;
  let worst = 0;
  for (const word of query.split(/\s+/)) {
    const one = rankWord(entry, word);
    if (one === null) return null;
    worst = Math.max(worst, one);
  }
  return worst;
}

/** A longer query is no one's typing; its beginning is searched. */
const longest = 100;

export interface Found<T> {
  readonly item: T;
  /** 0 best; an empty query finds everything alike. */
  readonly rank: number;
}

/** The items in which every word of the query is found, best first; those that fit alike keep their order. */
export function search<T>(
  items: readonly T[],
  searchable: (item: T) => Searchable,
  query: string,
): readonly Found<T>[] {
  const wanted = query.slice(0, longest).toLowerCase().trim();
  if (wanted === "") return items.map((item) => ({ item, rank: 0 }));
  return items
    .flatMap((item) => {
      const found = rank(searchable(item), wanted);
      return found === null ? [] : [{ item, rank: found }];
    })
    .sort((a, b) => a.rank - b.rank);
}

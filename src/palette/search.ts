// Owns which modules a search in the palette finds, and in what order.
import type { AnyModuleDef, Category } from "../../engine/modules/define.ts";

/** What is searched of a module: its name, its category in the user's language, what it says of itself. */
export interface Entry {
  readonly name: string;
  readonly category: Category;
  readonly categoryLabel: string;
  readonly doc: string;
}

export const entryOf = (def: AnyModuleDef, categoryLabel: string): Entry => ({
  name: def.name,
  category: def.category,
  categoryLabel,
  doc: def.doc,
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

/** How well one word of a query fits, 0 best; null: not at all. */
function rankWord(entry: Entry, word: string): number | null {
  const name = entry.name.toLowerCase();
  const categories = [entry.category.toLowerCase(), entry.categoryLabel.toLowerCase()];
  if (name === word) return 0;
  if (name.startsWith(word)) return 1;
  if (wordStarts(entry.name).some((start) => name.startsWith(word, start))) return 2;
  if (name.includes(word)) return 3;
  if (categories.some((category) => category.startsWith(word))) return 4;
  if (categories.some((category) => category.includes(word))) return 5;
  if (word.length > 2 && entry.doc.toLowerCase().includes(word)) return 6;
  if (word.length > 1 && name[0] === word[0] && isSubsequence(word, name)) return 7;
  return null;
}

/** The entries in which every word of the query is found, best first; entries that fit alike keep their order. */
export function searchEntries(entries: readonly Entry[], query: string): readonly Entry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  return entries
    .flatMap((entry) => {
      const ranks = words.map((word) => rankWord(entry, word));
      return ranks.some((rank) => rank === null) ? [] : [{ entry, rank: Math.max(...(ranks as number[])) }];
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
}

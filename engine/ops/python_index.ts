// Owns Python's index syntax: `[:, -1]`, `[..., None, 2:8:2]`, `[[0, 2]]` as a list of what it says for each dim.
import { valueError } from "../core/errors.ts";

export interface Slice {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number | null;
}

/** A list of numbers or truths, nested as the tensor it stands for. */
export type IndexList = readonly (number | boolean | IndexList)[];

/** What an index says: an entry, a part, all dims between (`"..."`), a new dim (null), or entries by a list. */
export type PlainIndex = number | boolean | null | "..." | Slice | IndexList;

const token = /\s*(\.\.\.|-?\d+|[A-Za-z]+|[[\](),:]|\S)/y;

class Reader {
  private readonly tokens: { readonly text: string; readonly at: number }[] = [];
  private place = 0;
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
    token.lastIndex = 0;
    for (let found = token.exec(source); found; found = token.exec(source)) {
      this.tokens.push({ text: found[1]!, at: token.lastIndex - found[1]!.length });
    }
  }

  get next(): string | undefined {
    return this.tokens[this.place]?.text;
  }

  take(): string | undefined {
    return this.tokens[this.place++]?.text;
  }

  /** Takes the token if it is the next one. */
  accept(text: string): boolean {
    const is = this.next === text;
    if (is) this.place++;
    return is;
  }

  expect(text: string): void {
    if (!this.accept(text)) this.refuse();
  }

  refuse(): never {
    const here = this.tokens[this.place];
    throw valueError(
      here
        ? `index ${this.source}: unexpected ${here.text} at character ${here.at + 1}`
        : `index ${this.source}: it ends too early`,
    );
  }
}

/** What stands between separators up to the closing bracket. */
function listUntil<T>(reader: Reader, close: string, item: () => T): T[] {
  const items: T[] = [];
  while (reader.next !== close) {
    items.push(item());
    if (!reader.accept(",")) break;
  }
  reader.expect(close);
  return items;
}

function number(reader: Reader): number {
  if (!/^-?\d+$/.test(reader.next ?? "")) reader.refuse();
  return Number(reader.take());
}

function entry(reader: Reader): number | boolean | IndexList {
  if (reader.accept("True")) return true;
  if (reader.accept("False")) return false;
  if (reader.accept("[")) return listUntil(reader, "]", () => entry(reader));
  return number(reader);
}

function item(reader: Reader): PlainIndex {
  if (reader.accept("...") || reader.accept("Ellipsis")) return "...";
  const bound = (): number | null => {
    if (reader.accept("None")) return null;
    return /^-?\d/.test(reader.next ?? "") ? number(reader) : null;
  };
  if (reader.next === "None" || reader.next === ":" || /^-?\d/.test(reader.next ?? "")) {
    const none = reader.next === "None";
    const start = bound();
    if (!reader.accept(":")) return none ? null : start;
    const stop = bound();
    return { start, stop, step: reader.accept(":") ? bound() : null };
  }
  return entry(reader);
}

/** Reads an index as Python writes it in its brackets; throws saying what is not understood, and where. */
export function parseIndex(text: string): PlainIndex[] {
  const reader = new Reader(text);
  reader.expect("[");
  const tuple = reader.accept("(");
  const items = listUntil(reader, tuple ? ")" : "]", () => item(reader));
  if (tuple) reader.expect("]");
  if (reader.next !== undefined || (items.length === 0 && !tuple)) reader.refuse();
  return items;
}

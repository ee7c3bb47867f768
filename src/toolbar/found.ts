// Owns what the command menu finds, in groups: what fits best first, examples always last.
import { type Found, type Searchable, search } from "../actions/search.ts";

export type GroupName = "layers" | "commands" | "examples";

/** A thing of the menu, as it is searched. */
export interface Candidate {
  readonly id: string;
  readonly searchable: Searchable;
}

export interface Group<T> {
  readonly name: GroupName;
  readonly items: readonly T[];
}

/**
 * The groups with what was found in them. Of layers and commands those come first that hold the best match, layers where
 * both do; without a query commands. An example replaces what is on the screen: it never stands before either.
 */
export function findGroups<T extends Candidate>(
  candidates: Readonly<Record<GroupName, readonly T[]>>,
  query: string,
): readonly Group<T>[] {
  const find = (name: GroupName) => search(candidates[name], ({ searchable }) => searchable, query);
  const best = (found: readonly Found<T>[]) => found[0]?.rank ?? Number.POSITIVE_INFINITY;
  const [layers, commands, examples] = [find("layers"), find("commands"), find("examples")];
  const layersFirst = query.trim() !== "" && best(layers) <= best(commands);
  const group = (name: GroupName, found: readonly Found<T>[]): Group<T> => ({
    name,
    items: found.map(({ item }) => item),
  });
  const two = [group("layers", layers), group("commands", commands)];
  const groups = [...(layersFirst ? two : two.reverse()), group("examples", examples)];
  return groups.filter(({ items }) => items.length > 0);
}

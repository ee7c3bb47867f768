// Owns which names new nodes and copies get. A name is found in few steps, however many are taken.

import { longestNodeName } from "../../engine/core/names.ts";
import type { Graph } from "../../engine/graph/graph.ts";
import { idFrom, idOf, isTaken } from "../../engine/graph/identity.ts";
import { roleOf } from "../../engine/modules/index.ts";

/** A name not yet taken, in torch's habit: `conv1`, `relu2`, `maxpool3`. It is its node's id, too. */
export function freeName(graph: Graph, module: string): string {
  const stem = module.toLowerCase().replace(/[123]d$/, "");
  if (roleOf(module) !== null && !isTaken(graph, stem)) return stem;
  return countOn((name) => isTaken(graph, name), new Map(), stem, 1n, 1);
}

/**
 * The first of `stem1`, `stem2`, … that is not taken, from `first` on, of so many digits at least. Of n nodes at most n
 * are taken. A stem too long for its number is cut. `ends` remembers where each search ended, so that the next ones pass over what they found taken.
 */
function countOn(
  cannotBe: (name: string) => boolean,
  ends: Map<string, bigint>,
  stem: string,
  first: bigint,
  digits: number,
): string {
  const nameOf = (n: bigint) => {
    const number = n.toString().padStart(digits, "0");
    return stem.slice(0, Math.max(0, longestNodeName - number.length)) + number;
  };
  const passed: string[] = [];
  let n = first;
  for (let name = nameOf(n); ends.has(name) || cannotBe(name); name = nameOf(n)) {
    passed.push(name);
    n = ends.get(name) ?? n + 1n;
  }
  // The one found will be taken, or is found again.
  for (const name of passed) ends.set(name, n);
  return nameOf(n);
}

/** A name without the digits at its end. */
function stemOf(name: string): string {
  let end = name.length;
  while (end > 0 && /[0-9]/.test(name[end - 1]!)) end--;
  return name.slice(0, end);
}

/** Names and ids for copies of nodes, beside those of a graph and beside each other. */
export interface CopyNames {
  /**
   * The name and id of a copy, taken from now on. The same where both are free; else another node's, its name counted on:
   * `conv1` → `conv2`, `stem` → `stem2`, `x007` → `x008`.
   */
  take(name: string, id?: string): { readonly name: string; readonly id: string };
}

export function copyNames(graph: Graph): CopyNames {
  const given = { names: new Set<string>(), ids: new Set<string>() };
  const ends = new Map<string, bigint>();
  const hasName = (name: string) => given.names.has(name) || idOf(graph, name) !== undefined;
  const hasId = (id: string) => given.ids.has(id) || Object.hasOwn(graph.nodes, id);
  const cannotBe = (name: string) => hasName(name) || hasId(idFrom(name));
  const nameBeside = (name: string) => {
    if (!cannotBe(name)) return name;
    const stem = stemOf(name);
    const digits = name.slice(stem.length);
    // Not a number: beyond 2 ** 53 the next one may be the same.
    const next = digits === "" ? 2n : BigInt(digits) + 1n;
    // The last name there is, nothing but nines, is followed by the first one.
    return countOn(
      cannotBe,
      ends,
      stem,
      next.toString().length > longestNodeName ? 1n : next,
      digits.length % longestNodeName,
    );
  };
  return {
    take(name, id = idFrom(name)) {
      const same = !hasName(name) && !hasId(id);
      const free = same ? name : nameBeside(name);
      const copy = { name: free, id: same ? id : idFrom(free) };
      given.names.add(copy.name);
      given.ids.add(copy.id);
      return copy;
    },
  };
}

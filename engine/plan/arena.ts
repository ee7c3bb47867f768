// Owns where values lie in one block of memory: two share bytes only if they are never needed at the same time.

/** Bytes that are needed from one step to another, both included. */
export interface Block {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

export interface Placement {
  /** Where each block begins, in the order given. */
  readonly offsets: readonly number[];
  readonly bytes: number;
}

const alignment = 64;
const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

/**
 * Places blocks greedily, the largest first, each as low as it fits; after Pisarchyk and Lee, "Efficient memory
 * management for deep neural net inference" (2020).
 */
export function place(blocks: readonly Block[]): Placement {
  const order = blocks.map((_, i) => i).sort((a, b) => blocks[b]!.bytes - blocks[a]!.bytes || a - b);
  const offsets = new Array<number>(blocks.length).fill(0);
  const placed: number[] = [];
  let total = 0;
  for (const i of order) {
    const { bytes, first, last } = blocks[i]!;
    const beside = placed
      .filter((j) => blocks[j]!.first <= last && first <= blocks[j]!.last)
      .sort((a, b) => offsets[a]! - offsets[b]!);
    let at = 0;
    for (const j of beside) {
      if (at + bytes <= offsets[j]!) break;
      at = Math.max(at, aligned(offsets[j]! + blocks[j]!.bytes));
    }
    offsets[i] = at;
    placed.push(i);
    total = Math.max(total, at + bytes);
  }
  return { offsets, bytes: aligned(total) };
}

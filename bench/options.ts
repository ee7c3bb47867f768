// Owns what `npm run bench` is told: which benchmarks, how thorough, and where the results go.

export interface Options {
  /** Benchmarks by name; all when empty. */
  readonly names: readonly string[];
  /** Works of the `peers` benchmark; all when empty. */
  readonly works: readonly string[];
  /** Contestants beside ours; all when empty. */
  readonly peers: readonly string[];
  readonly threads: readonly number[];
  /** Fewer repetitions. */
  readonly quick: boolean;
  /** No work is begun after this many minutes. */
  readonly minutes: number;
  /** Write docs/performance.md and its pictures. */
  readonly write: boolean;
  readonly json: string | null;
}

export const usage =
  "usage: npm run bench -- [NAME…] [--works A,B] [--peers A,B] [--threads 1,2] [--quick] [--minutes N] [--write] [--json FILE]";

/** @throws the usage when something is not understood */
export function parseOptions(args: readonly string[], known: readonly string[]): Options {
  const names: string[] = [];
  const given = new Map<string, string>();
  const flags = new Set<string>();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === "--quick" || arg === "--write") flags.add(arg);
    else if (["--works", "--peers", "--threads", "--minutes", "--json"].includes(arg)) {
      const value = args[++i];
      if (value === undefined) throw new Error(usage);
      given.set(arg, value);
    } else if (known.includes(arg)) names.push(arg);
    else throw new Error(`${usage}\nbenchmarks: ${known.join(", ")}`);
  }
  const list = (name: string): string[] => given.get(name)?.split(",") ?? [];
  const threads = list("--threads").map(Number);
  const minutes = Number(given.get("--minutes") ?? 12);
  if (!(minutes > 0) || threads.some((count) => !(Number.isInteger(count) && count > 0))) throw new Error(usage);
  return {
    names,
    works: list("--works"),
    peers: list("--peers"),
    threads: threads.length > 0 ? threads : [1, 2],
    quick: flags.has("--quick"),
    minutes,
    write: flags.has("--write"),
    json: given.get("--json") ?? null,
  };
}

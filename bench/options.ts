// Owns what `npm run bench` is told: which benchmarks, how thorough, and where the results go.

export interface Options {
  /** Benchmarks by name; all when empty. */
  readonly names: readonly string[];
  /** Works by name; all when empty. */
  readonly workloads: readonly string[];
  /** Contestants beside ours; all when empty. */
  readonly peers: readonly string[];
  readonly threads: readonly number[];
  /** Fewer workloads and fewer repetitions. */
  readonly quick: boolean;
  /** Nothing is begun after this many minutes. */
  readonly minutes: number;
  /** Write docs/performance.md and its pictures. */
  readonly write: boolean;
  /** Where the measurements go. */
  readonly json: string | null;
  /** Measurements of an earlier sitting that this one's are added to. */
  readonly merge: string | null;
}

export const usage = `usage: npm run bench -- [NAME…] [--workloads A,B] [--peers A,B] [--threads 1,2] [--quick] [--minutes N]
                      [--json FILE] [--merge FILE] [--write]`;

const flags = ["--quick", "--write"];
const valued = ["--workloads", "--peers", "--threads", "--minutes", "--json", "--merge"];

/**
 * @param known the names of the benchmarks, and what else may be named in lists
 * @throws the usage when something is not understood
 */
export function parseOptions(
  args: readonly string[],
  known: {
    readonly names: readonly string[];
    readonly workloads: readonly string[];
    readonly peers: readonly string[];
  },
): Options {
  const names: string[] = [];
  const given = new Map<string, string>();
  const set = new Set<string>();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (flags.includes(arg)) set.add(arg);
    else if (valued.includes(arg)) {
      const value = args[++i];
      if (value === undefined || value.startsWith("--")) throw new Error(`${arg} needs a value\n${usage}`);
      given.set(arg, value);
    } else if (known.names.includes(arg)) names.push(arg);
    else throw new Error(`${arg} is not understood\n${usage}\nbenchmarks: ${known.names.join(", ")}`);
  }
  const list = (name: string, allowed: readonly string[]): string[] => {
    const items = given.get(name)?.split(",") ?? [];
    const strange = items.find((item) => !allowed.includes(item));
    if (strange !== undefined) throw new Error(`${name}: ${strange} is none of ${allowed.join(", ")}`);
    return items;
  };
  const quick = set.has("--quick");
  const threads = given.get("--threads")?.split(",").map(Number) ?? (quick ? [1] : [1, 2]);
  const minutes = Number(given.get("--minutes") ?? (quick ? 5 : 25));
  if (!(minutes > 0)) throw new Error(`--minutes must be greater than 0\n${usage}`);
  if (threads.some((count) => !(Number.isInteger(count) && count > 0)))
    throw new Error(`--threads takes whole numbers greater than 0\n${usage}`);
  return {
    names,
    workloads: list("--workloads", known.workloads),
    peers: list("--peers", known.peers),
    threads,
    quick,
    minutes,
    write: set.has("--write"),
    json: given.get("--json") ?? null,
    merge: given.get("--merge") ?? null,
  };
}

// Owns one race: the same task for several contestants, checked against each other, then timed in turns.
import type { Contestant, Prepared, Sample } from "./contestants.ts";
import { median, quantile } from "./report.ts";

export interface Pace {
  /** How many figures to take from each contestant. */
  readonly rounds: number;
  /** Milliseconds that one contestant may take for one task; slower ones give fewer figures. */
  readonly budget: number;
}

export type Result =
  | {
      readonly kind: "timed";
      readonly median: number;
      readonly p10: number;
      readonly p90: number;
      readonly count: number;
    }
  | { readonly kind: "cannot"; readonly reason: string };

/** Results by the contestant's name. */
export type Race = Readonly<Record<string, Result>>;

/** A figure shorter than this many milliseconds is the mean of several runs. */
const shortest = 2;
const tolerance = 1e-3;

/** The largest difference of two samples, relative to the largest value. */
export function difference(a: Sample, b: Sample): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  const worst = a.values.reduce((most, x, i) => {
    const apart = Math.abs(x - b.values[i]!);
    return Number.isNaN(apart) ? Number.POSITIVE_INFINITY : Math.max(most, apart);
  }, 0);
  return worst / Math.max(a.largest, b.largest, 1e-30);
}

const cannot = (error: unknown): Result => ({
  kind: "cannot",
  reason: error instanceof Error ? error.message : String(error),
});

interface Runner {
  readonly contestant: Contestant;
  readonly inner: number;
  readonly rounds: number;
  readonly times: number[];
}

/**
 * Runs a contestant until its time no longer falls: engines compile in the background what runs often, and large
 * modules take a while. Takes up to the budget again; who needs more than that for one run is not warmed up.
 */
async function warmUp(contestant: Contestant, firstMs: number, { rounds, budget }: Pace): Promise<Runner> {
  if (firstMs > budget) return { contestant, inner: 1, rounds: 1, times: [] };
  let best = firstMs;
  let spent = firstMs;
  for (let steady = 0; steady < 3 && spent < budget; ) {
    const runs = Math.max(1, Math.min(2000, Math.ceil(Math.min(100, budget / 30) / Math.max(best, 0.02))));
    const time = (await contestant.time(1, runs))[0]!;
    spent += time * runs;
    steady = time > 0.93 * best ? steady + 1 : 0;
    best = Math.min(best, Math.max(time, 1e-3));
  }
  const inner = Math.max(1, Math.ceil(shortest / best));
  return { contestant, inner, rounds: Math.max(1, Math.min(rounds, Math.floor(budget / (best * inner)))), times: [] };
}

/**
 * Takes the figures in turns, each when the threads of the contestant before sleep; who gives fewer gives them evenly
 * spread over the race.
 */
async function takeTurns(runners: readonly Runner[], fail: (name: string, error: unknown) => void): Promise<void> {
  const most = Math.max(0, ...runners.map((runner) => runner.rounds));
  const failed = new Set<string>();
  let rest = 0;
  for (let round = 0; round < most; round++) {
    for (const { contestant, inner, rounds, times } of runners) {
      if (failed.has(contestant.name) || times.length >= Math.ceil(((round + 1) * rounds) / most)) continue;
      try {
        await new Promise((resolve) => setTimeout(resolve, rest));
        rest = contestant.settles;
        times.push(...(await contestant.time(1, inner)));
      } catch (error) {
        failed.add(contestant.name);
        fail(contestant.name, error);
      }
    }
  }
}

/**
 * Runs a task on every contestant. Outputs are compared with `reference`'s where it has one, else with the first that
 * gave any; who computes something else is not timed.
 */
export async function race(
  task: string,
  contestants: readonly Contestant[],
  reference: string,
  pace: Pace,
): Promise<Race> {
  const results: Record<string, Result> = {};
  const fail = (name: string, error: unknown): void => {
    results[name] = cannot(error);
  };
  const prepared = new Map<string, Prepared>();
  for (const contestant of contestants) {
    try {
      prepared.set(contestant.name, await contestant.prepare(contestant.ownTask ?? task));
    } catch (error) {
      fail(contestant.name, error);
    }
  }
  const compared = contestants.filter(({ ownTask }) => ownTask === undefined);
  const truth = prepared.get(reference) ?? prepared.get(compared.find(({ name }) => prepared.has(name))?.name ?? "");
  const runners: Runner[] = [];
  for (const contestant of contestants) {
    const own = prepared.get(contestant.name);
    if (!own) continue;
    try {
      const apart = contestant.ownTask === undefined && truth ? difference(own.sample, truth.sample) : 0;
      if (!(apart <= tolerance))
        throw new Error(`computes something else (relative difference ${apart.toPrecision(2)})`);
      runners.push(await warmUp(contestant, own.firstMs, pace));
    } catch (error) {
      fail(contestant.name, error);
    }
  }
  await takeTurns(runners, fail);
  for (const { contestant, times } of runners) {
    results[contestant.name] ??= {
      kind: "timed",
      median: median(times),
      p10: quantile(times, 0.1),
      p90: quantile(times, 0.9),
      count: times.length,
    };
  }
  for (const contestant of contestants) await contestant.release().catch(() => {});
  return results;
}

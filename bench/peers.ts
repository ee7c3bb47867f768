// Owns the benchmark beside the peers: every work on every contestant, one thread against one, then two against two.
import { firstLine, pageContestant } from "./contestants.ts";
import { describeRace } from "./format.ts";
import type { RaceRecord } from "./measurements.ts";
import { contestantNames, nativeName, ours } from "./names.ts";
import { prepareMatmul } from "./prepare.ts";
import { type Race, race } from "./race.ts";
import { type Session, writeTask } from "./session.ts";
import { type Workload, workloads } from "./workloads.ts";

const limitName = "FMA limit";
const limitTask = "limit";

/** What a contestant is not asked to do, and why; null for everything else. */
function excused(contestant: string, work: Workload, threads: number, alone: Race | undefined): string | null {
  if (contestant === "tfjs cpu") {
    if (threads > 1) return "has one thread";
    // Minutes where the others take milliseconds.
    if (work.group !== "training" && !work.name.startsWith("lenet")) return "not tried beyond LeNet and training";
  }
  const before = alone?.[contestant];
  if (before?.kind === "cannot" && contestant !== ours) return before.reason;
  return null;
}

/** The machine's limit as a contestant that computes nothing, and how much that is. */
function limitContestant(session: Session) {
  prepareMatmul(session.data, limitTask, 1);
  return pageContestant({
    name: limitName,
    url: "limit.html",
    server: session.server,
    threads: 1,
    secondsToPrepare: 20,
    ownTask: limitTask,
  });
}

/** Operations of one run of the limit's page, which it tells in place of an output. */
async function operationsOfLimit(limit: ReturnType<typeof limitContestant>): Promise<number | null> {
  try {
    return (await limit.prepare(limitTask)).sample.largest;
  } catch {
    return null;
  }
}

/** Works of a quick run: one of each kind. */
const quickWorkloads = ["matmul1024", "conv3", "depthwise", "lenet1", "mobilenetv2", "train-lenet"];

/** The workloads asked for. */
function chosenWorkloads({ options: { workloads: named, quick } }: Session): readonly Workload[] {
  if (named.length > 0) return workloads.filter(({ name }) => named.includes(name));
  return quick ? workloads.filter(({ name }) => quickWorkloads.includes(name)) : workloads;
}

/** Runs every work asked for on every contestant asked for. */
export async function peers(session: Session): Promise<void> {
  const { data, pace, options } = session;
  const alone = new Map<string, Race>();
  for (const threads of options.threads) {
    const contestants = session.contestants(contestantNames, threads);
    const limit = limitContestant(session);
    const operations = threads === 1 ? await operationsOfLimit(limit) : null;
    try {
      for (const work of chosenWorkloads(session)) {
        const told = `${work.title}, ${threads} thread${threads > 1 ? "s" : ""}`;
        if (!session.begins(told)) continue;
        const reasons = new Map(
          contestants.map(({ name }) => [name, excused(name, work, threads, alone.get(work.name))]),
        );
        const able = contestants.filter(({ name }) => reasons.get(name) === null);
        const measuresLimit = operations !== null && work.group === "matmul";
        let results: Record<string, Race[string]>;
        try {
          writeTask(data, work);
          const racing = measuresLimit ? [...able, limit] : able;
          results = { ...(await race(work.name, racing, session.native ? nativeName : ours, pace)) };
        } catch (error) {
          results = { [ours]: { kind: "cannot", reason: firstLine(error) } };
        }
        for (const [name, reason] of reasons) if (reason !== null) results[name] = { kind: "cannot", reason };
        const { [limitName]: took, ...others } = results;
        const record: RaceRecord = {
          kind: "race",
          work: work.name,
          threads,
          results: others,
          limit: took?.kind === "timed" && operations !== null ? operations / took.median / 1e6 : null,
        };
        if (threads === 1) alone.set(work.name, others);
        session.met(contestants);
        session.record(record);
        session.log(`${told}: ${describeRace(others)}`);
      }
    } finally {
      for (const contestant of [...contestants, limit]) await contestant.close();
    }
  }
}

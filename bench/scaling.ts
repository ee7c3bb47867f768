// Owns what a second thread brings: each contestant with one thread and with two, all in turns.
import type { Contestant } from "./contestants.ts";
import { describeRace } from "./format.ts";
import { nativeName, ours, scaled } from "./names.ts";
import { race } from "./race.ts";
import { type Session, writeTask } from "./session.ts";
import { workNamed } from "./workloads.ts";

/** The work of the target. */
export const scaledWork = "resnet18";

export async function scaling(session: Session): Promise<void> {
  const work = workNamed(scaledWork);
  const told = `${work.title}, one thread and two`;
  if (!session.begins(told)) return;
  const named = (contestant: Contestant): Contestant => ({
    ...contestant,
    name: scaled(contestant.name, contestant.threads),
  });
  const alone = [1, 2].flatMap((threads) => session.contestants([ours, "onnxruntime-web", nativeName], threads));
  try {
    writeTask(session.data, work);
    const results = await race(work.name, alone.map(named), scaled(ours, 1), session.pace);
    session.met(alone);
    session.record({ kind: "scaling", work: work.name, results });
    session.log(`${told}: ${describeRace(results)}`);
  } finally {
    for (const contestant of alone) await contestant.close();
  }
}

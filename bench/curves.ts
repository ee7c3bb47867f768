// Owns cost against size: ours and onnxruntime-web, one thread each, on growing batches and growing images.

import { describeRace } from "./format.ts";
import { ours } from "./names.ts";
import { race } from "./race.ts";
import { type Session, writeTask } from "./session.ts";
import { curves } from "./workloads.ts";

export async function measureCurves(session: Session): Promise<void> {
  const { data, options, pace } = session;
  // A point is one of many: half the time of a figure of its own.
  const brisk = { ...pace, budget: pace.budget / 2 };
  const contestants = session.contestants([ours, "onnxruntime-web"], 1);
  try {
    for (const { name, title, of, sizes, few, model, graph } of curves) {
      for (const size of options.quick ? few : sizes) {
        const told = `${title}, ${of}: ${size}`;
        if (!session.begins(told)) continue;
        const task = `${name}-${size}`;
        writeTask(data, { name: task, model, graph: () => graph(size) });
        const results = await race(task, contestants, "onnxruntime-web", brisk);
        session.met(contestants);
        session.record({ kind: "curve", curve: name, size, results });
        session.log(`${told}: ${describeRace(results)}`);
      }
    }
  } finally {
    for (const contestant of contestants) await contestant.close();
  }
}

// Owns the targets: what the measured figures come to, beside what they should be.

import { medianOf, ratioTo, short } from "./format.ts";
import type { EditRecord, Measurements, RaceRecord, ScalingRecord } from "./measurements.ts";
import { nativeName, ours, scaled } from "./names.ts";
import { median, quantile, type Row } from "./report.ts";
import { type WorkloadTarget, workloads } from "./workloads.ts";

const gflops = (n: number, ms: number): number => (2 * n ** 3) / ms / 1e6;

/** The time of whom a target names over ours, of the fastest where it names any; null where one of them has none. */
function measuredRatio({ results }: RaceRecord, against: WorkloadTarget["against"]): number | null {
  const names =
    against === "any" ? Object.keys(results).filter((name) => name !== ours && name !== nativeName) : [against];
  const ratios = names.map((name) => ratioTo(results, name)).filter((ratio) => ratio !== null);
  return ratios.length === 0 ? null : Math.min(...ratios);
}

function raceRows(record: RaceRecord): Row[] {
  const work = workloads.find(({ name }) => name === record.work);
  if (!work) return [];
  const threads = `${record.threads} thread${record.threads > 1 ? "s" : ""}`;
  const rows: Row[] = [];
  for (const { against, ratio, stretch } of work.targets) {
    const value = measuredRatio(record, against);
    if (value === null) continue;
    rows.push({
      work: `${work.title}, ${threads}: ${against === "any" ? "any peer" : against}'s time over ours`,
      value,
      unit: "×",
      target: { kind: "at least", value: Number(ratio.toPrecision(2)) },
      ...(stretch ? { stretch } : {}),
    });
  }
  const own = medianOf(record.results, ours);
  if (work.shareOfLimit !== undefined && typeof work.graph === "number" && own !== null && record.limit !== null) {
    const speed = gflops(work.graph, own);
    rows.push({
      work: `${work.title}: share of the FMA limit`,
      value: (100 * speed) / record.limit,
      unit: "%",
      target: { kind: "at least", value: work.shareOfLimit },
      note: `${short(speed)} of ${short(record.limit)} GFLOP/s`,
    });
  }
  return rows;
}

function scalingRows({ work, results }: ScalingRecord): Row[] {
  const [one, two] = [1, 2].map((threads) => medianOf(results, scaled(ours, threads)));
  if (one == null || two == null) return [];
  const title = workloads.find(({ name }) => name === work)?.title ?? work;
  const target = { kind: "at least", value: 1.7 } as const;
  return [{ work: `${title}: two threads over one`, value: one / two, unit: "×", target }];
}

function editRows({ edits, answers, worker, inputs = [], loads, longTasks, scriptBytes }: EditRecord): Row[] {
  const atMost = (value: number) => ({ kind: "at most", value }) as const;
  const slowest = longTasks.length > 0 ? { note: `longest ${short(Math.max(...longTasks))} ms` } : {};
  return [
    {
      work: "LeNet-5 edit to its edges, in the worker, p95",
      value: quantile(worker, 0.95),
      unit: "ms",
      target: atMost(16),
      note:
        `median ${short(median(worker))} ms of ${worker.length} edits; ` +
        `p95 until the page takes the answer ${short(quantile(answers, 0.95))} ms` +
        (inputs.length > 0 ? `; new numbers through ResNet-18 take ${short(median(inputs))} ms` : ""),
    },
    {
      work: "LeNet-5 edit to its edges, keystroke to the painted frame, p95",
      value: quantile(edits, 0.95),
      unit: "ms",
      target: atMost(100),
      note: `median ${short(median(edits))} ms`,
    },
    {
      work: "Tasks over 50 ms on the page's thread during these edits",
      value: longTasks.length,
      unit: "",
      target: atMost(0),
      ...slowest,
    },
    {
      work: "First load to the first live edges",
      value: median(loads),
      unit: "ms",
      target: atMost(1500),
      note: `median of ${loads.length} fresh profiles`,
    },
    {
      work: "JavaScript that the page names, gzipped",
      value: scriptBytes / 1024,
      unit: "KiB",
      target: atMost(350),
    },
  ];
}

/** Every target that something was measured for. */
export function targetRows({ records }: Measurements): Row[] {
  return records.flatMap((record) => {
    switch (record.kind) {
      case "race":
        return raceRows(record);
      case "scaling":
        return scalingRows(record);
      case "edit":
        return editRows(record);
      case "curve":
      case "memory":
      case "load":
        return [];
      default:
        return record satisfies never;
    }
  });
}

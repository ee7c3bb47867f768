// Owns docs/performance.md as text: every figure in it comes from the measurements.

import { mebibytes, medianOf, ratioTo, short } from "./format.ts";
import type { CurveRecord, LoadRecord, Measured, Measurements, MemoryRecord, RaceRecord } from "./measurements.ts";
import { contestantNames, ours } from "./names.ts";
import { curvePlot, type RatioRow, ratioPlot, type Series } from "./plots.ts";
import type { Result } from "./race.ts";
import { median, type Row, reaches } from "./report.ts";
import { targetRows } from "./targets.ts";
import { curves, workloads } from "./workloads.ts";

/** Fewer figures than this are told beside the median. */
const enough = 20;

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

/** A table; columns after the first are numbers. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  const rule = `|${head.map((_, i) => (i === 0 ? "---" : "---:")).join("|")}|`;
  return [row(head), rule, ...rows.map(row)].join("\n");
}

const ofKind = <K extends Measured["kind"]>(records: readonly Measured[], kind: K) =>
  records.filter((record): record is Extract<Measured, { kind: K }> => record.kind === kind);

const titleOf = (work: string): string => workloads.find(({ name }) => name === work)?.title ?? work;

/** Records in the order of the workloads. */
const inOrder = <T extends { readonly work: string }>(records: readonly T[]): T[] => {
  const place = ({ work }: T): number => workloads.findIndex(({ name }) => name === work);
  return [...records].sort((a, b) => place(a) - place(b));
};

/** What several could not do, one line for each contestant and reason. */
function reasonsOf(
  entries: readonly { readonly name: string; readonly reason: string; readonly work: string }[],
): string {
  const grouped = new Map<string, string[]>();
  for (const { name, reason, work } of entries) {
    const key = `${name}: ${reason}`;
    grouped.set(key, [...(grouped.get(key) ?? []), titleOf(work)]);
  }
  return [...grouped].map(([what, which]) => `- ${what} (${which.join("; ")})`).join("\n");
}

const failures = ({
  work,
  results,
}: {
  work: string;
  results: Readonly<Record<string, { cannot: string } | object>>;
}) => Object.entries(results).flatMap(([name, one]) => ("cannot" in one ? [{ name, reason: one.cannot, work }] : []));

function raceCell(record: RaceRecord, name: string): string {
  const result: Result | undefined = record.results[name];
  if (result?.kind !== "timed") return "–";
  const notes: string[] = [];
  if (name !== ours) {
    const ratio = ratioTo(record.results, name);
    if (ratio !== null) notes.push(`${short(ratio)}×`);
  }
  if (result.count < enough) notes.push(`n ${result.count}`);
  return `${short(result.median)}${notes.length > 0 ? ` (${notes.join(", ")})` : ""}`;
}

const presentNames = (records: readonly { readonly results: Readonly<Record<string, unknown>> }[]): string[] =>
  contestantNames.filter((name) => records.some(({ results }) => name in results));

function raceTable(records: readonly RaceRecord[]): string {
  const names = presentNames(records).filter((name) => records.some(({ results }) => results[name]?.kind === "timed"));
  const rows = records.map((record) => [titleOf(record.work), ...names.map((name) => raceCell(record, name))]);
  const reasons = reasonsOf(
    records.flatMap(({ work, results }) =>
      Object.entries(results).flatMap(([name, result]) =>
        result.kind === "cannot" ? [{ name, reason: result.reason, work }] : [],
      ),
    ),
  );
  return table(["work", ...names], rows) + (reasons === "" ? "" : `\n\nWhere no figure stands:\n\n${reasons}`);
}

function targetTable(rows: readonly Row[]): string {
  const verdict = (row: Row): string => (reaches(row) ? "reached" : row.stretch ? "missed (stretch)" : "**missed**");
  return table(
    ["", "measured", "target", ""],
    rows.map((row) => [
      row.note ? `${row.work} (${row.note})` : row.work,
      `${short(row.value)} ${row.unit}`.trimEnd(),
      `${row.target.kind === "at least" ? "≥" : "≤"} ${row.target.value}`,
      verdict(row),
    ]),
  );
}

function memoryTable(records: readonly MemoryRecord[]): string {
  const rows = records.flatMap((record) =>
    Object.entries(record.results).flatMap(([name, figures]) =>
      "cannot" in figures
        ? []
        : [
            [
              titleOf(record.work),
              name,
              figures.wasm === null ? "–" : mebibytes(figures.wasm),
              figures.process === null ? "–" : mebibytes(figures.process),
            ],
          ],
    ),
  );
  const reasons = reasonsOf(records.flatMap(failures));
  return (
    table(["work", "", "WebAssembly memory, MiB", "process beyond an idle one, MiB"], rows) +
    (reasons === "" ? "" : `\n\n${reasons}`)
  );
}

function loadTable(records: readonly LoadRecord[]): string {
  const rows = records.flatMap((record) =>
    Object.entries(record.results).flatMap(([name, figures]) => {
      if ("cannot" in figures) return [];
      const { scripts, start, build, first, total } = figures;
      return [[titleOf(record.work), name, ...[scripts, start, build, first, total].map(short)]];
    }),
  );
  const reasons = reasonsOf(records.flatMap(failures));
  return (
    table(["model", "", "scripts", "start", "model or session", "first run", "sum"], rows) +
    (reasons === "" ? "" : `\n\n${reasons}`)
  );
}

/** The points of one curve by contestant. */
function seriesOf(records: readonly CurveRecord[], curve: string): Series[] {
  const own = records.filter((record) => record.curve === curve).sort((a, b) => a.size - b.size);
  return presentNames(own)
    .map((name) => ({
      name,
      points: own.flatMap(({ size, results }) => {
        const time = medianOf(results, name);
        return time === null ? [] : [{ x: size, y: time }];
      }),
    }))
    .filter(({ points }) => points.length > 0);
}

/** Pictures by file name. */
export function drawPictures({ records }: Measurements): Map<string, string> {
  const drawn = new Map<string, string>();
  for (const { name, title, of } of curves) {
    const series = seriesOf(ofKind(records, "curve"), name);
    if (series.length > 0)
      drawn.set(`bench-${name}.svg`, curvePlot(`${title}, one thread`, of, "milliseconds", series));
  }
  const peers = contestantNames.filter((name) => name !== ours);
  for (const threads of [1, 2]) {
    const rows = inOrder(ofKind(records, "race").filter((record) => record.threads === threads)).map(
      ({ work, results }): RatioRow => {
        const ratios = peers.map((name) => [name, ratioTo(results, name)] as const);
        return {
          label: titleOf(work),
          ratios: Object.fromEntries(ratios.flatMap(([name, ratio]) => (ratio === null ? [] : [[name, ratio]]))),
        };
      },
    );
    const some = rows.filter(({ ratios }) => Object.keys(ratios).length > 0);
    const title = `Time over Edgewise's, ${threads === 1 ? "one thread" : "two threads"}: right of the line is slower`;
    if (some.length > 0) drawn.set(`bench-ratios-${threads}.svg`, ratioPlot(title, peers, some));
  }
  return drawn;
}

const list = (items: readonly string[]): string => [...new Set(items)].join(", ");

function origin({ machine, versions, records }: Measurements): string {
  const days = records.map(({ at }) => at.slice(0, 10)).sort();
  const limits = ofKind(records, "race").flatMap(({ limit }) => limit ?? []);
  const lines = [
    `- machine: ${machine.cpu}, ${machine.cores} cores, ${machine.system}`,
    `- browser: ${machine.browser}, headless, cross-origin isolated; driven by Node ${machine.node}`,
    `- measured: ${list(days)}; Edgewise at ${list(records.map(({ commit }) => commit))}`,
    ...contestantNames.filter((name) => name in versions).map((name) => `- ${name}: ${versions[name]}`),
  ];
  if (limits.length > 0) {
    const limit = short(median(limits));
    lines.push(`- limit of one thread: ${limit} GFLOP/s, chains of relaxed SIMD multiply-adds that touch no memory`);
  }
  if (records.some(({ quick }) => quick)) lines.push("- some figures are of a quick run, with few repetitions");
  return lines.join("\n");
}

const method = `## How it is measured

Each contestant has a page (native PyTorch, a process) of its own. All get the same weights and inputs; their outputs, for
training three losses in a row, must agree within a thousandth, or they are not timed. Each is warmed up until its time no
longer falls. Then they take turns, one figure each, and the medians are compared: every ratio is one of figures taken in
turns. A figure shorter than two milliseconds is the mean of several runs. One run begins with inputs where the contestant
wants them and ends with the output as an array in JavaScript: ours is a view of where the kernels wrote it, the others
hand out a copy. Ours runs as a plan (\`plan\`, \`planTraining\`); a matmul is the op itself.

Peers run as their documentation advises. onnxruntime-web gets ONNX models with batch normalization folded into
convolutions, all graph optimizations, SIMD and as many threads as ours. TensorFlow.js gets weights in its own layouts, batch
normalization folded, fused activations, and its build without threads where there is one. jax-js runs functions compiled by
\`jit\` on its wasm backend. PyTorch is the build that this machine has, with the BLAS named above. A contestant that fails,
hangs or computes something else is listed with its reason.

Memory: a browser of its own for each contestant; the model is built and run a few times. WebAssembly memories never shrink,
so their size is their peak; the process is its peak above what it held once the scripts (PyTorch) were loaded.

Load time: fresh profiles in turns, files from this machine: scripts downloaded and run, the engine started, a model or
session made from weights in memory, its first run. onnxruntime-web and jax-js load their WebAssembly with what they first
compute, so the sums compare.`;

const commands = `## To make this page

\`\`\`sh
npm run bench -- --json FILE --write                 # everything
npm run bench -- --quick                             # a few workloads, few repetitions
npm run bench -- peers --workloads resnet18,unet --merge FILE --json FILE   # some workloads again
npm run bench -- report --merge FILE --write         # this page from figures that are there
\`\`\`

The names of the parts are \`edit\`, \`load\`, \`memory\`, \`curves\`, \`scaling\` and \`peers\`; \`--workloads\`, \`--peers\` and
\`--threads\` narrow them, \`--minutes\` bounds them. \`--merge\` takes records of the same machine, browser and peers from an
earlier sitting; a record holds all contestants of one race, so that ratios stay within it.`;

/** The whole page. Pictures are those of `drawPictures`, in docs/pictures. */
export function performancePage(measurements: Measurements): string {
  const { records } = measurements;
  const pictures = drawPictures(measurements);
  const picture = (file: string, alt: string): string[] => (pictures.has(file) ? [`![${alt}](pictures/${file})`] : []);
  const parts = ["# Performance", "Written by `npm run bench -- --write` from what it measured.", origin(measurements)];
  const targets = targetRows(measurements);
  if (targets.length > 0) parts.push("## Targets", targetTable(targets));
  for (const threads of [1, 2]) {
    const own = inOrder(ofKind(records, "race").filter((record) => record.threads === threads));
    if (own.length === 0) continue;
    const words = threads === 1 ? "one thread" : "two threads";
    parts.push(
      `## All workloads, ${words}`,
      `Medians in milliseconds, and the peer's time over ours. Of at least ${enough} figures unless "n" says how many.`,
      ...picture(`bench-ratios-${threads}.svg`, `Each contestant's time over ours, ${words}`),
      raceTable(own),
    );
  }
  const drawn = curves.flatMap(({ name, title }) => picture(`bench-${name}.svg`, `Cost against size: ${title}`));
  if (drawn.length > 0) parts.push("## Cost against size", ...drawn);
  const memories = inOrder(ofKind(records, "memory"));
  if (memories.length > 0) parts.push("## Memory, one thread", memoryTable(memories));
  const loads = inOrder(ofKind(records, "load"));
  if (loads.length > 0) parts.push("## Load time, one thread", "Medians in milliseconds.", loadTable(loads));
  parts.push(method, commands);
  return `${parts.join("\n\n")}\n`;
}

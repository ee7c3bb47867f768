// Owns the repairs of a problem: what might mend it, from every generator, tried and ranked.
import type { Problem } from "../../../engine/graph/problem.ts";
import type { Document } from "../document.ts";
import { setArg } from "../edits.ts";
import { argumentRepairs, inferredRepairs } from "./arguments.ts";
import { inputRepairs } from "./inputs.ts";
import { layerRepairs } from "./layers.ts";
import { fittingNumbers } from "./numbers.ts";
import { type Candidate, cost, type Repair, type Situation, situationOf } from "./repair.ts";
import { verified } from "./verify.ts";
import { wiringRepairs } from "./wiring.ts";

export type { Repair } from "./repair.ts";

/** A table with enough rows for the indices that were looked up. */
function tableRepairs({ problem, id }: Situation): readonly Candidate[] {
  const { kind, rows } = problem;
  if (kind !== "run" || rows === undefined || id === null) return [];
  return [
    {
      id: "rows",
      label: (t) => t("problems.fix.set", { arg: "num_embeddings", value: rows }),
      edit: setArg(id, "num_embeddings", rows),
      cost: cost.infer,
    },
  ];
}

const numberKinds: ReadonlySet<Problem["kind"]> = new Set(["shape", "argument", "training", "too_large"]);

/**
 * What mends a problem of a document, the least change first. Each one has been tried on a copy: the problem is gone
 * and nothing that worked breaks. `training`: problems of train() count too.
 */
export function repairsOf(document: Document, problem: Problem, training = false): readonly Repair[] {
  if (problem.kind === "upstream") return [];
  const situation = situationOf(document, problem);
  const candidates = [
    ...argumentRepairs(situation),
    ...inferredRepairs(situation),
    ...inputRepairs(situation),
    ...layerRepairs(situation),
    ...wiringRepairs(situation),
    ...tableRepairs(situation),
    ...(numberKinds.has(problem.kind) ? fittingNumbers(situation) : []),
  ];
  return verified(document, problem, candidates, training);
}

// Owns the telling of a problem: torch's words, and one sentence with the numbers that do not fit.
import type { Inference } from "../../engine/graph/infer.ts";
import type { Hint, Problem } from "../../engine/graph/problem.ts";
import { rightRanks } from "../../engine/graph/ranks.ts";
import type { Translate } from "../i18n/index.ts";
import { tell } from "../i18n/tell.ts";
import type { Repair } from "./repairs/repair.ts";

/** A problem's own words: torch's as they are, the engine's in the user's language. */
export const messageOf = ({ said, message }: Pick<Problem, "said" | "message">, t: Translate): string =>
  tell(said ?? message, t);

/**
 * One sentence with the numbers that do not fit, in the user's language; null where torch's words are all there is. What
 * it advises is what `first`, the first of the repairs that are offered beside it, does.
 */
export function explain(
  problem: Problem,
  inference: Inference,
  t: Translate,
  first?: Pick<Repair, "sets">,
): string | null {
  const { hint, kind, node, types, rows } = problem;
  const module = inference.nodes.get(node ?? "")?.def?.name ?? "";
  if (types) return t("problems.explain.types", { module, ...types });
  if (kind === "run" && rows !== undefined) return t("problems.explain.rows", { module, largest: rows - 1, rows });
  if (kind === "training") return t("problems.explain.training", { module });
  return hint ? sentenceOf(hint, inference, problem, t, first) : null;
}

function sentenceOf(
  hint: Hint,
  inference: Inference,
  { node }: Problem,
  t: Translate,
  first: Pick<Repair, "sets"> | undefined,
): string {
  const { module, source, expected, got, arg } = hint;
  const numbers = { module, source, expected, got };
  switch (hint.what) {
    case "features":
      return arg && advises(first, arg, got)
        ? t("problems.explain.featuresSet", { ...numbers, arg })
        : t("problems.explain.features", numbers);
    case "channels":
      return arg && advises(first, arg, got)
        ? t("problems.explain.channelsSet", { ...numbers, arg })
        : t("problems.explain.channels", numbers);
    case "kernel":
      return t(first && !first.sets ? "problems.explain.kernel" : "problems.explain.kernelMend", numbers);
    case "groups":
      return t("problems.explain.groups", numbers);
    case "rank": {
      const ranks = rightRanks(inference.nodes.get(node ?? ""), hint.input);
      return t("problems.explain.rank", { module, source, got, expected: ranksText(ranks, expected, t) });
    }
    case "size":
      return t("problems.explain.size", numbers);
    default:
      return hint.what satisfies never;
  }
}

/** Whether a repair leaves an argument to be inferred, or sets it to this very number. */
const advises = (first: Pick<Repair, "sets"> | undefined, arg: string, number: number): boolean =>
  first?.sets?.arg === arg && (first.sets.value === undefined || String(first.sets.value) === String(number));

/** `2 or 3`, `at least 3`: every number of dims that is right. */
function ranksText(ranks: ReturnType<typeof rightRanks>, expected: number, t: Translate): string {
  if (ranks.ranks.length === 0) return String(expected);
  if (ranks.andMore) return t("problems.explain.atLeast", { rank: ranks.ranks[0]! });
  return ranks.ranks.reduce((text, rank) => (text === "" ? `${rank}` : t("problems.explain.or", { text, rank })), "");
}

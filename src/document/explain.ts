// Owns the telling of a problem: torch's words, and one sentence with the numbers that do not fit.
import type { Inference } from "../../engine/graph/infer.ts";
import type { Hint, Problem } from "../../engine/graph/problem.ts";
import { rightRanks } from "../../engine/graph/ranks.ts";
import type { Translate } from "../i18n/index.ts";
import { tell } from "../i18n/tell.ts";

/** A problem's own words: torch's as they are, the engine's in the user's language. */
export const messageOf = ({ said, message }: Pick<Problem, "said" | "message">, t: Translate): string =>
  tell(said ?? message, t);

/** One sentence with the numbers that do not fit, in the user's language; null where torch's words are all there is. */
export function explain(problem: Problem, inference: Inference, t: Translate): string | null {
  const { hint, kind, node, types, rows } = problem;
  const module = inference.nodes.get(node ?? "")?.def?.name ?? "";
  if (types) return t("problems.explain.types", { module, ...types });
  if (kind === "run" && rows !== undefined) return t("problems.explain.rows", { module, largest: rows - 1, rows });
  if (kind === "training") return t("problems.explain.training", { module });
  return hint ? sentenceOf(hint, inference, problem, t) : null;
}

function sentenceOf(hint: Hint, inference: Inference, { node }: Problem, t: Translate): string {
  const { module, source, expected, got, arg } = hint;
  const numbers = { module, source, expected, got };
  switch (hint.what) {
    case "features": {
      // Of images nobody means the width of a row: what helps there is another layer.
      const rank = inference.nodes.get(node ?? "")?.taken[hint.input]?.shape.length ?? 0;
      return arg && rank < 4
        ? t("problems.explain.featuresSet", { ...numbers, arg })
        : t("problems.explain.features", numbers);
    }
    case "channels":
      return arg ? t("problems.explain.channelsSet", { ...numbers, arg }) : t("problems.explain.channels", numbers);
    case "kernel":
      return t("problems.explain.kernel", numbers);
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

/** `2 or 3`, `at least 3`: every number of dims that is right. */
function ranksText(ranks: ReturnType<typeof rightRanks>, expected: number, t: Translate): string {
  if (ranks.ranks.length === 0) return String(expected);
  if (ranks.andMore) return t("problems.explain.atLeast", { rank: ranks.ranks[0]! });
  return ranks.ranks.reduce((text, rank) => (text === "" ? `${rank}` : t("problems.explain.or", { text, rank })), "");
}

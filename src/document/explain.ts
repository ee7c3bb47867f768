// Owns the telling of a problem: torch's words, the sentence with its numbers, and the edits that would mend it.
import type { Problem } from "../../engine/graph/problem.ts";
import { moduleDef } from "../../engine/modules/index.ts";
import type { Translate } from "../i18n/index.ts";
import { type Edit, setArg } from "./edits.ts";

/** A repair the user can apply with one click. */
export interface Fix {
  readonly id: string;
  readonly label: string;
  readonly edit: Edit;
}

export interface Explanation {
  /** Torch's own text where torch has one. */
  readonly message: string;
  /** One sentence with the numbers that do not fit, in the user's language. */
  readonly sentence: string | null;
  readonly fixes: readonly Fix[];
}

/** What to tell the user about a problem. */
export function explain(problem: Problem, t: Translate): Explanation {
  return { message: problem.message, sentence: sentenceOf(problem, t), fixes: fixesOf(problem, t) };
}

function sentenceOf({ hint }: Problem, t: Translate): string | null {
  if (!hint) return null;
  const { module, source, expected, got, arg } = hint;
  const numbers = { module, source, expected, got };
  switch (hint.what) {
    case "features":
      return arg ? t("problems.explain.featuresSet", { ...numbers, arg }) : t("problems.explain.features", numbers);
    case "channels":
      return arg ? t("problems.explain.channelsSet", { ...numbers, arg }) : t("problems.explain.channels", numbers);
    case "kernel":
      return t("problems.explain.kernel", numbers);
    case "groups":
      return t("problems.explain.groups", numbers);
    case "rank":
      return t("problems.explain.rank", numbers);
    case "size":
      return t("problems.explain.size", numbers);
    default:
      return hint.what satisfies never;
  }
}

function fixesOf({ node, hint }: Problem, t: Translate): readonly Fix[] {
  if (!node || !hint?.arg) return [];
  const { arg, got, module } = hint;
  const set = { id: "set", label: t("problems.fix.set", { arg, value: got }), edit: setArg(node, arg, got) };
  if (!moduleDef(module)?.args[arg]?.infer) return [set];
  return [{ id: "infer", label: t("problems.fix.infer", { arg }), edit: setArg(node, arg, undefined) }, set];
}

// Owns the words on the labels of edges: why there is no shape, and a tensor's statistics in short.
import type { Stats } from "../../workers/protocol.ts";
import type { Translate } from "../i18n/index.ts";
import { shortNumber } from "../ui/numbers.ts";
import { shorten } from "../ui/shorten.ts";
import type { WireView } from "./wires.ts";

/** Why an edge has no shape: the problem of its source, or the node that is waited for. */
export function whyNoShape({ cause, sourceName }: Pick<WireView, "cause" | "sourceName">, t: Translate): string {
  if (!cause) return t("canvas.noShape", { reason: t("canvas.upstreamProblem", { name: sourceName }) });
  return cause.own ? `${shorten(cause.name, 24)}: ${cause.message}` : t("said.waits", { name: cause.name });
}

/** The two lines of a tensor's statistics. */
export const statisticsLines = ({ min, max, mean, std }: Stats): readonly [range: string, moments: string] => [
  `${shortNumber(min)} … ${shortNumber(max)}`,
  `μ ${shortNumber(mean)} σ ${shortNumber(std)}`,
];

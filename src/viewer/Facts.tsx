// Owns the figures of a tensor: its shape with named axes, dtype and statistics.
import { printDType } from "../../engine/core/dtype.ts";
import { numel } from "../../engine/core/shape.ts";
import type { PortRef } from "../../engine/graph/graph.ts";
import type { Activation } from "../../workers/protocol.ts";
import { axesOf, axisLetter } from "../document/axes.ts";
import { useGraph, useInference } from "../editor/hooks.ts";
import { useT } from "../i18n/index.ts";
import { grouped, shortNumber } from "../ui/numbers.ts";
import styles from "./Viewer.module.css";

export function Facts({ port, activation }: { readonly port: PortRef; readonly activation: Activation }) {
  const t = useT();
  const graph = useGraph();
  const inference = useInference();
  const { shape, dtype, stats } = activation;
  const axes = axesOf(graph, inference, port, shape);
  const figures = [
    ["min", stats.min],
    ["mean", stats.mean],
    ["max", stats.max],
    ["std", stats.std],
  ] as const;
  const empty = numel(shape) === 0;
  return (
    <>
      <div className={styles.shape}>
        <ol>
          {shape.map((size, i) => {
            const axis = axes[i]!;
            const name = axis === "other" ? t("common.axes.other", { index: i }) : t(`common.axes.${axis}`);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a dim is its index.
              <li key={i} title={name}>
                <span className={styles.axis} aria-hidden>
                  {axisLetter(axis, i)}
                </span>
                <span className={styles.size}>{size}</span>
                <span className={styles.hidden}>{name}</span>
              </li>
            );
          })}
        </ol>
        <span className={styles.dtype}>
          {printDType(dtype)} · {t("viewer.elements", { count: numel(shape) })}
        </span>
      </div>
      {empty ? null : (
        <dl className={styles.stats}>
          {figures.map(([key, value]) => (
            <div key={key}>
              <dt>{t(`viewer.${key}`)}</dt>
              <dd title={String(value)}>{shortNumber(value, 4)}</dd>
            </div>
          ))}
          {stats.nonFinite > 0 ? (
            <div data-bad>
              <dt>{t("viewer.nonFinite")}</dt>
              <dd>{grouped(stats.nonFinite)}</dd>
            </div>
          ) : null}
        </dl>
      )}
    </>
  );
}

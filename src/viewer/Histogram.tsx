// Owns the histogram of a tensor: equal bins from its minimum to its maximum, zero marked.
import type { Stats } from "../../workers/protocol.ts";
import { useT } from "../i18n/index.ts";
import { shortNumber } from "../ui/numbers.ts";
import styles from "./Viewer.module.css";

export interface HistogramProps {
  readonly counts: readonly number[];
  readonly stats: Stats;
}

const height = 48;

export function Histogram({ counts, stats }: HistogramProps) {
  const t = useT();
  const { min, max } = stats;
  if (counts.length === 0 || !(max > min)) return null;
  const top = Math.max(...counts);
  const step = (max - min) / counts.length;
  const edge = (i: number) => min + i * step;
  const zero = min < 0 && max > 0 ? (-min / (max - min)) * counts.length : null;
  const zeroPlace = (zero ?? 0) / counts.length;
  const low = shortNumber(min, 4);
  const high = shortNumber(max, 4);
  return (
    <figure className={styles.histogram}>
      <svg
        viewBox={`0 0 ${counts.length} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t("viewer.histogram", { low, high })}
      >
        {counts.map((count, i) => {
          // A bin with anything in it is seen.
          const tall = count === 0 ? 0 : Math.max(1, (count / top) * height);
          const range = { from: shortNumber(edge(i), 4), to: shortNumber(edge(i + 1), 4) };
          return (
            <g key={edge(i)} data-sign={min < 0 && edge(i) + step / 2 < 0 ? "negative" : "positive"}>
              <rect x={i} y={0} width={1} height={height} className={styles.catcher}>
                <title>{t("viewer.bin", { count, ...range })}</title>
              </rect>
              <rect x={i + 0.06} y={height - tall} width={0.88} height={tall} />
            </g>
          );
        })}
        {zero === null ? null : <line x1={zero} x2={zero} y1={0} y2={height} vectorEffect="non-scaling-stroke" />}
      </svg>
      <figcaption aria-hidden>
        <span>{low}</span>
        {zeroPlace > 0.2 && zeroPlace < 0.8 ? <span style={{ left: `${100 * zeroPlace}%` }}>0</span> : null}
        <span>{high}</span>
      </figcaption>
    </figure>
  );
}

// Owns the large picture of one sample: all its channels by pages, one of them large, or a vector's bars; and the value pointed at.
import { ChevronLeft, ChevronRight, LayoutGrid } from "lucide-react";
import { useMemo, useState } from "react";
import { numel } from "../../engine/core/shape.ts";
import type { Inspection } from "../../workers/protocol.ts";
import { useT } from "../i18n/index.ts";
import { type ColorMap, gradientOf } from "../scene/colors.ts";
import { Button } from "../ui/Button.tsx";
import { IconButton } from "../ui/IconButton.tsx";
import { shortNumber } from "../ui/numbers.ts";
import { colorMap } from "../ui/tokens.ts";
import { Bars } from "./Bars.tsx";
import { Planes } from "./Planes.tsx";
import { useThemeKey } from "./surface.ts";
import styles from "./Viewer.module.css";
import { unravel, viewOf, wholeSample } from "./view.ts";

export interface SampleProps {
  /** The port as the user reads it. */
  readonly name: string;
  readonly inspection: Inspection;
  /** Index in the batch; null where the tensor has no batch dim. */
  readonly sample: number | null;
}

const perPage = 64;

export function Sample({ name, inspection, sample }: SampleProps) {
  const t = useT();
  const { values, sampleShape, shape, stats } = inspection;
  const [cursor, setCursor] = useState<number | null>(null);
  const [page, setPage] = useState(0);
  const [large, setLarge] = useState<number | null>(null);
  const theme = useThemeKey();
  const view = useMemo(() => viewOf(sampleShape), [sampleShape]);
  // Of the whole tensor, as on edges: a colour means the same value in every sample.
  const range = stats.min <= stats.max ? { low: stats.min, high: stats.max } : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides which colours are read.
  const colors = useMemo(() => colorMap(stats.min, stats.max), [stats, theme]);

  if (values.length === 0) return <p className={styles.note}>{t("viewer.noElements")}</p>;
  const whole = wholeSample(shape, sampleShape);
  const total = viewOf(whole).count;
  const at = cursor !== null && cursor < values.length ? cursor : null;
  const label = t("viewer.values", { port: name });
  const shared = { values, label, cursor: at, onCursor: setCursor };
  const channel = large !== null && large < view.count ? large : view.count === 1 ? 0 : null;
  const pages = Math.ceil(view.count / perPage);
  const shownPage = Math.min(page, pages - 1);
  const first = channel ?? shownPage * perPage;
  const count = channel === null ? Math.min(perPage, view.count - first) : 1;

  return (
    <div className={styles.sample}>
      {view.count > 1 ? (
        <Channels
          channel={channel}
          count={view.count}
          total={total}
          first={first}
          shown={count}
          onChannel={setLarge}
          onPage={(by) => setPage(shownPage + by)}
        />
      ) : null}
      {view.kind === "bars" ? (
        <Bars {...shared} low={range?.low ?? 0} high={range?.high ?? 0} />
      ) : (
        <Planes
          {...shared}
          view={view}
          first={first}
          count={count}
          colors={colors}
          onPick={channel === null ? setLarge : undefined}
        />
      )}
      <p className={styles.readout} aria-live="polite">
        {at === null ? (
          <span className={styles.note}>
            {t(view.count > 1 && channel === null ? "viewer.enlarge" : "viewer.pointAt")}
          </span>
        ) : (
          <code>
            {t("viewer.valueAt", {
              value: shortNumber(values[at]!, 4),
              index: [...(sample === null ? [] : [sample]), ...unravel(at, sampleShape)].join(", "),
            })}
          </code>
        )}
      </p>
      {view.kind === "planes" && range ? <Legend range={range} colors={colors} /> : null}
      {values.length < numel(whole) ? (
        <p className={styles.note}>{t("viewer.cut", { shown: values.length, count: numel(whole) })}</p>
      ) : null}
    </div>
  );
}

interface LegendProps {
  readonly range: { readonly low: number; readonly high: number };
  readonly colors: ColorMap;
}

function Legend({ range, colors }: LegendProps) {
  const t = useT();
  if (range.low === range.high) {
    return <p className={styles.note}>{t("viewer.constant", { value: shortNumber(range.low, 4) })}</p>;
  }
  const [low, high] = [shortNumber(colors.low, 4), shortNumber(colors.high, 4)];
  return (
    <div className={styles.legend} role="img" aria-label={t("viewer.scale", { low, high })}>
      <span>{low}</span>
      <span className={styles.scale} style={{ background: gradientOf(colors) }} />
      <span>{high}</span>
    </div>
  );
}

interface ChannelsProps {
  readonly channel: number | null;
  /** Channels that are here to be shown. */
  readonly count: number;
  /** Channels that the tensor has. */
  readonly total: number;
  readonly first: number;
  readonly shown: number;
  readonly onChannel: (channel: number | null) => void;
  readonly onPage: (by: number) => void;
}

function Channels({ channel, count, total, first, shown, onChannel, onPage }: ChannelsProps) {
  const t = useT();
  const one = channel !== null;
  const last = first + shown - 1;
  const paged = one || shown < count;
  return (
    <div className={styles.channels}>
      <span className={styles.note}>
        {one
          ? t("viewer.channelOf", { index: channel, count: total })
          : t("viewer.channelsOf", { first, last, count: total })}
      </span>
      {paged ? (
        <IconButton
          size="sm"
          label={t(one ? "viewer.previousChannel" : "viewer.previousChannels")}
          icon={<ChevronLeft aria-hidden />}
          disabled={first === 0}
          onClick={() => (one ? onChannel(channel - 1) : onPage(-1))}
        />
      ) : null}
      {paged ? (
        <IconButton
          size="sm"
          label={t(one ? "viewer.nextChannel" : "viewer.nextChannels")}
          icon={<ChevronRight aria-hidden />}
          disabled={last === count - 1}
          onClick={() => (one ? onChannel(channel + 1) : onPage(1))}
        />
      ) : null}
      {one ? (
        <Button size="sm" variant="ghost" onClick={() => onChannel(null)}>
          <LayoutGrid aria-hidden />
          {t("viewer.allChannels")}
        </Button>
      ) : null}
    </div>
  );
}

// What an edge says about its tensor: the shape as torch prints it, a picture, and the statistics.
import { memo } from "react";
import type { Shape } from "../../engine/core/shape.ts";
import { printShape } from "../../engine/core/shape.ts";
import { type PortRef, printPort } from "../../engine/graph/graph.ts";
import type { Activation, Failure } from "../../workers/protocol.ts";
import { messageOf } from "../document/explain.ts";
import { useEditor } from "../editor/context.ts";
import type { Editor } from "../editor/editor.ts";
import { useActivation, useRun } from "../editor/hooks.ts";
import { select } from "../editor/selection.ts";
import { useT } from "../i18n/index.ts";
import type { Run } from "../run/store.ts";
import { whyNoShape } from "../scene/label_texts.ts";
import { exactNumber, shortNumber } from "../ui/numbers.ts";
import { shorten } from "../ui/shorten.ts";
import styles from "./EdgeLabel.module.css";
import type { EdgeView } from "./flow_edges.ts";
import { Thumbnail } from "./Thumbnail.tsx";

export interface EdgeLabelProps {
  readonly view: EdgeView;
  readonly selected: boolean;
  /** Whether the values belong to the document as it is. */
  readonly current: boolean;
}

/** The contract's attributes: the shape that was inferred, and the values last computed. */
function attributes({ id, from, to, shape }: EdgeView, activation: Activation | undefined, stale: boolean) {
  return {
    "data-edge": `${from}->${to}`,
    "data-id": id,
    "data-shape": shape ? shape.join(",") : undefined,
    ...(activation && {
      "data-dtype": activation.dtype,
      "data-mean": exactNumber(activation.stats.mean),
      "data-std": exactNumber(activation.stats.std),
      "data-min": exactNumber(activation.stats.min),
      "data-max": exactNumber(activation.stats.max),
    }),
    "data-state": stale ? "stale" : undefined,
  };
}

/** Chooses the edge, beside others when Shift or Ctrl is held, and shows its tensor in the viewer. */
function choose(editor: Editor, id: string, port: PortRef, further: boolean): void {
  const { selectedNodes, selectedEdges } = editor.view.getState();
  if (!further) select(editor, [], [id]);
  else if (selectedEdges.includes(id))
    select(
      editor,
      selectedNodes,
      selectedEdges.filter((other) => other !== id),
    );
  else select(editor, selectedNodes, [...selectedEdges, id]);
  editor.view.setState({ viewedPort: port });
}

export const EdgeLabel = memo(function EdgeLabel({ view, selected, current }: EdgeLabelProps) {
  const editor = useEditor();
  const t = useT();
  const activation = useActivation(printPort(view.port));
  const { id, port, from, to, shape, cause, route } = view;
  // Without a shape the edge carries nothing; what it carried before says nothing about the model as it is.
  const shown = shape ? activation : undefined;
  const stale = shown !== undefined && !current;
  const failure = useRun((run) => (activation ? null : failureOf(run, port.node)));
  const values = useRun((run) =>
    shown ? "shown" : run.status === "running" ? "coming" : run.failure ? "none" : "behind",
  );
  const reason = shape ? whyNoValues(values, view, failure, t) : whyNoShape(view, t);
  const name = shape
    ? t("canvas.edgeWithShape", { from, to, shape: printShape(shape) })
    : t("canvas.edge", { from, to });
  const notes = [reason, view.problem, stale ? t("canvas.stale") : null, shown ? statsText(shown, t) : null];
  const told = notes.filter((note) => note !== null).map((note) => shorten(note, 600));
  return (
    <button
      type="button"
      className={`${styles.label} nodrag nopan`}
      {...attributes(view, shown, stale)}
      data-selected={selected}
      data-problem-edge={view.problem !== null || failure !== null || (cause?.own ?? false) ? true : undefined}
      data-dropping={view.dropping}
      style={{ transform: `translate(-50%, -50%) translate(${route.label.x}px, ${route.label.y}px)` }}
      tabIndex={-1}
      aria-pressed={selected}
      aria-label={[name, ...told].join(". ")}
      title={told.join("\n") || undefined}
      onClick={(event) => choose(editor, id, port, event.shiftKey || event.ctrlKey || event.metaKey)}
      onFocus={(event) => {
        if (event.currentTarget.matches(":focus-visible")) choose(editor, id, port, false);
      }}
    >
      {shown ? <Thumbnail activation={shown} /> : null}
      <span className={styles.text}>
        {shape ? <ShapeText shape={shape} axes={view.axes} badDim={view.badDim} /> : null}
        {reason === null ? null : <span className={styles.reason}>{shorten(reason, 200)}</span>}
        {shown ? <Statistics activation={shown} /> : null}
      </span>
      {stale ? <span className={styles.dot} aria-hidden /> : null}
    </button>
  );
});

type T = ReturnType<typeof useT>;

/** What a node failed with in the last run, or null. */
const failureOf = ({ failures }: Run, source: string): Failure | null =>
  failures.find(({ node }) => node === source) ?? null;

/** Why an edge whose shape is known shows no values; null where it does, or soon will. */
function whyNoValues(
  values: "shown" | "coming" | "none" | "behind",
  { sourceName }: EdgeView,
  failure: Failure | null,
  t: T,
): string | null {
  if (values === "shown" || values === "coming") return null;
  if (values === "none") return t("canvas.notRun");
  return failure === null ? t("canvas.notComputed") : `${sourceName}: ${messageOf(failure, t)}`;
}

function statsText({ stats }: Activation, t: T): string {
  const { min, mean, max, std } = stats;
  return t("canvas.stats", {
    min: shortNumber(min),
    mean: shortNumber(mean),
    max: shortNumber(max),
    std: shortNumber(std),
  });
}

interface ShapeTextProps {
  readonly shape: Shape;
  readonly axes: readonly string[];
  readonly badDim: number | null;
}

function ShapeText({ shape, axes, badDim }: ShapeTextProps) {
  return (
    <span className={styles.shape} style={{ "--letters": printShape(shape).length } as React.CSSProperties}>
      [
      {shape.map((size, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a dim is its index.
        <span key={i}>
          {i > 0 ? ", " : ""}
          <span className={styles.dim} data-axis={axes[i]} data-bad={i === badDim ? true : undefined}>
            {size}
          </span>
        </span>
      ))}
      ]
    </span>
  );
}

function Statistics({ activation: { stats } }: { readonly activation: Activation }) {
  return (
    <span className={styles.stats}>
      <span>
        {shortNumber(stats.min)} … {shortNumber(stats.max)}
      </span>
      <span>
        <i>μ</i> {shortNumber(stats.mean)} <i>σ</i> {shortNumber(stats.std)}
      </span>
    </span>
  );
}

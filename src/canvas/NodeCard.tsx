// A node on the canvas: name, module, arguments that differ from the default, output shape, parameters, problem, ports.
import { CircleAlert, TriangleAlert } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import { Handle, type NodeProps, Position } from "reactflow";
import { messageOf } from "../document/explain.ts";
import { useEditor } from "../editor/context.ts";
import { useRun } from "../editor/hooks.ts";
import { select } from "../editor/selection.ts";
import { useT } from "../i18n/index.ts";
import { heightOf, type NodeView } from "../scene/cards.ts";
import { portAt } from "../scene/geometry.ts";
import { handleOf } from "../scene/ports.ts";
import { shorten } from "../ui/shorten.ts";
import { categoryColor } from "../ui/tokens.ts";
import { useStanding } from "./connecting.ts";
import type { FlowNode } from "./flow_nodes.ts";
import { useMeasureHandles } from "./handles.ts";
import styles from "./NodeCard.module.css";
import { NodeName } from "./NodeName.tsx";
import { OpenPorts } from "./OpenPorts.tsx";

export const NodeCard = memo(function NodeCard({ data, selected }: NodeProps<FlowNode>) {
  const editor = useEditor();
  const t = useT();
  const { id, name, module, args, shape, parameters, inputs, outputs } = data;
  const failure = useRun((run) => run.failures.find((f) => f.node === id) ?? null);
  const standing = useStanding(id);
  const problem = data.problem ?? (failure === null ? null : shorten(messageOf(failure, t), 600));
  const severity = data.problem === null && failure !== null ? "error" : data.severity;
  const count = parameters > 0 ? t("canvas.parameters", { count: parameters }) : null;
  const label = shape ? t("canvas.nodeWithShape", { name, module, shape }) : t("canvas.node", { name, module });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; a card on a canvas is a group.
    <div
      className={styles.card}
      data-node={name}
      data-id={id}
      data-module={module}
      data-selected={selected}
      data-state={data.state}
      data-severity={severity ?? undefined}
      data-named-inputs={inputs.length > 1 || undefined}
      data-named-outputs={outputs.length > 1 || undefined}
      data-standing={standing ?? undefined}
      {...(problem === null ? {} : { "data-problem": problem })}
      style={{ "--hue": categoryColor(data.category) } as React.CSSProperties}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: cards take the focus: arrow keys lead from one to the next.
      tabIndex={0}
      aria-label={problem === null ? label : `${label}. ${problem}`}
      onFocus={(event) => {
        if (event.target === event.currentTarget && event.target.matches(":focus-visible")) select(editor, [id]);
      }}
      onDoubleClick={() => editor.view.setState({ renaming: id })}
    >
      <Ports id={id} name={name} inputs={inputs} outputs={outputs} height={heightOf(data)} />
      <OpenPorts id={id} name={name} module={module} inputs={inputs} />
      <div className={styles.row}>
        <NodeName id={id} name={name} beside={module.length} />
        <span className={styles.module} style={{ "--class-letters": module.length } as React.CSSProperties}>
          {module}
        </span>
        {problem === null ? null : <ProblemMark severity={severity} problem={problem} />}
      </div>
      {args === "" ? null : (
        <div className={styles.args} title={args}>
          {args}
        </div>
      )}
      <div
        className={styles.row}
        style={{ "--letters": (shape ?? "").length + (count ?? "").length } as React.CSSProperties}
      >
        <span className={styles.shape}>{shape ?? "—"}</span>
        {count === null ? null : <span className={styles.parameters}>{count}</span>}
      </div>
    </div>
  );
});

function ProblemMark({ severity, problem }: { readonly severity: NodeView["severity"]; readonly problem: string }) {
  const Icon = severity === "error" ? CircleAlert : TriangleAlert;
  return (
    <span className={styles.mark} title={problem}>
      <Icon size={14} aria-hidden />
    </span>
  );
}

interface PortsProps extends Pick<NodeView, "id" | "name" | "inputs" | "outputs"> {
  /** Of the card: its lower ports move with it. */
  readonly height: number;
}

const Ports = memo(function Ports({ id, name, inputs, outputs, height }: PortsProps) {
  const t = useT();
  const measure = useMeasureHandles();
  const key = `${inputs.map((input) => input.label)}|${outputs.map((output) => output.label)}|${height}`;
  // React Flow measures a new card by itself.
  const measured = useRef(key);
  useEffect(() => {
    if (measured.current === key) return;
    measured.current = key;
    measure(id);
  }, [key, id, measure]);
  const place = (index: number, count: number) =>
    ({ left: `${100 * portAt(index, count)}%`, "--ports": count }) as React.CSSProperties;
  return (
    <>
      {inputs.map(({ port, label, connected }, i) => (
        <Handle
          key={label}
          role="img"
          type="target"
          position={Position.Top}
          id={handleOf(port)}
          className={styles.port}
          style={place(i, inputs.length)}
          data-connected={connected}
          data-port={label}
          aria-label={t("canvas.inputPort", { port: label, name })}
          title={inputs.length > 1 ? label : undefined}
        >
          {inputs.length > 1 ? <span className={styles.portLabel}>{label}</span> : null}
        </Handle>
      ))}
      {outputs.map(({ port, label, connected }, i) => (
        <Handle
          key={label}
          role="img"
          type="source"
          position={Position.Bottom}
          id={handleOf(port)}
          className={styles.port}
          style={place(i, outputs.length)}
          data-connected={connected}
          data-port={label}
          aria-label={t("canvas.outputPort", { port: label, name })}
          title={outputs.length > 1 ? label : undefined}
        >
          {outputs.length > 1 ? <span className={styles.portLabel}>{label}</span> : null}
        </Handle>
      ))}
    </>
  );
});

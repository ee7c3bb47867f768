// Owns the inputs that a module can do without: each with the port it reads from, if any.
import { edgeId, type Graph, type PortRef, printPort, samePort, sourceOf, targetOf } from "../../engine/graph/graph.ts";
import { nameOf } from "../../engine/graph/identity.ts";
import type { Inference } from "../../engine/graph/infer.ts";
import { connect, removeEdges } from "../document/edits.ts";
import { legalSources } from "../document/legal.ts";
import { useEditor } from "../editor/context.ts";
import { useGraph, useInference } from "../editor/hooks.ts";
import { useT } from "../i18n/index.ts";
import { Field } from "../ui/Field.tsx";
import { Panel } from "../ui/Panel.tsx";
import { Select } from "../ui/Select.tsx";
import styles from "./Inspector.module.css";

/** No port is called so: names have no space. */
const open = "not connected";

/** Every output port that may lead into a node. */
function sourcesFor(graph: Graph, { nodes }: Inference, id: string): readonly PortRef[] {
  return [...legalSources(graph, id)].flatMap((node) =>
    Object.keys(nodes.get(node)?.outputs ?? {}).map((port, i): PortRef => ({ node, port: i === 0 ? null : port })),
  );
}

export function OptionalInputs({ id, ports }: { readonly id: string; readonly ports: readonly string[] }) {
  const editor = useEditor();
  const t = useT();
  const graph = useGraph();
  const inference = useInference();
  if (ports.length === 0) return null;
  const sources = sourcesFor(graph, inference, id);
  return (
    <Panel title={t("inspector.optionalInputs")}>
      <div className={styles.form}>
        {ports.map((port) => {
          const to = { node: id, port };
          const edge = graph.edges.find((other) => samePort(targetOf(other), to));
          const read = edge ? sourceOf(edge) : null;
          const isListed = read === null || sources.some((source) => samePort(source, read));
          const known = new Map((isListed ? sources : [read, ...sources]).map((source) => [printPort(source), source]));
          const options = [
            { value: open, label: t("inspector.notConnected") },
            ...[...known].map(([value, source]) => ({ value, label: shownName(graph, source) })),
          ];
          return (
            <div className={styles.row} key={port}>
              <Field label={port} code inline className={styles.arg}>
                {({ id: field }) => (
                  <Select
                    id={field}
                    label={port}
                    value={read === null ? open : printPort(read)}
                    options={options}
                    onChange={(value) => {
                      const from = known.get(value);
                      if (from) editor.history.edit(connect(from, to));
                      else if (edge) editor.history.edit(removeEdges([edgeId(edge)]));
                    }}
                  />
                )}
              </Field>
            </div>
          );
        })}
      </div>
    </Panel>
  );
}

/** `lstm1.h_n` as it is read: node and port. */
function shownName(graph: Graph, { node, port }: PortRef): string {
  return port === null ? nameOf(graph, node) : `${nameOf(graph, node)} · ${port}`;
}

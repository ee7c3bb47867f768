// Owns the form of one node, generated from its declaration.

import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { own } from "../../engine/core/record.ts";
import { printShape } from "../../engine/core/shape.ts";
import { nameOf } from "../../engine/graph/identity.ts";
import type { NodeInference } from "../../engine/graph/infer.ts";
import type { AnyModuleDef } from "../../engine/modules/define.ts";
import type { ArgValues } from "../../engine/modules/fields.ts";
import { categoryKey } from "../actions/category.ts";
import { nameProblem, renameNode, setArg } from "../document/edits.ts";
import { useEditor } from "../editor/context.ts";
import { useGraph, useInference } from "../editor/hooks.ts";
import { useT } from "../i18n/index.ts";
import { describedField, moduleDoc } from "../i18n/modules.ts";
import { tell } from "../i18n/tell.ts";
import { Chip } from "../ui/Chip.tsx";
import { IconButton } from "../ui/IconButton.tsx";
import { Panel } from "../ui/Panel.tsx";
import { TextField } from "../ui/TextField.tsx";
import { categoryColor } from "../ui/tokens.ts";
import { ArgField } from "./ArgField.tsx";
import styles from "./Inspector.module.css";
import { NodeProblems } from "./NodeProblems.tsx";
import { OptionalInputs } from "./OptionalInputs.tsx";
import { Parameters } from "./Parameters.tsx";

export function NodeInspector({ id }: { readonly id: string }) {
  const editor = useEditor();
  const t = useT();
  const graph = useGraph();
  const inference = useInference().nodes.get(id);
  const node = own(graph.nodes, id);
  if (!node) return null;
  const def = inference?.def ?? null;
  const given: ArgValues = node.args ?? {};

  return (
    <div className={styles.inspector} data-testid="inspector">
      <header className={styles.head}>
        <div className={styles.title}>
          <h2 className={styles.module}>{node.module}</h2>
          {def ? <Chip dot={categoryColor(def.category)}>{t(categoryKey(def.category))}</Chip> : null}
        </div>
        {def ? <p className={styles.doc}>{moduleDoc(def)}</p> : null}
        <div className={styles.row}>
          <NameField id={id} />
        </div>
      </header>
      <NodeProblems id={id} arg={null} />
      {def && Object.keys(def.args).length > 0 ? (
        <Panel title={t("inspector.arguments")}>
          <div className={styles.form}>
            {shownArguments(def, given).map(([arg, field]) => (
              <div className={styles.row} key={arg}>
                <ArgField
                  node={id}
                  arg={arg}
                  field={describedField(def.name, arg, field)}
                  given={given[arg]}
                  value={inference?.resolution?.args[arg]}
                  inferred={inference?.resolution?.inferred.includes(arg) ?? false}
                  error={inference?.resolution?.said[arg]}
                />
                {given[arg] !== undefined && (field.infer || field.default !== undefined) ? (
                  <IconButton
                    label={t("inspector.resetArgument", { arg })}
                    icon={<RotateCcw aria-hidden />}
                    size="sm"
                    onClick={() => editor.history.edit(setArg(id, arg, undefined))}
                  />
                ) : (
                  <span />
                )}
                <NodeProblems id={id} arg={arg} />
              </div>
            ))}
            {inference?.resolution?.errors[""] ? (
              <p className={styles.error} role="alert">
                {tell(inference.resolution.said[""] ?? "", t)}
              </p>
            ) : null}
          </div>
        </Panel>
      ) : null}
      {def ? <OptionalInputs id={id} ports={def.optional} /> : null}
      {inference ? <Shapes inference={inference} /> : null}
      {def && inference?.resolution && Object.keys(inference.resolution.errors).length === 0 ? (
        <Parameters def={def} args={inference.resolution.args} prefix={nameOf(graph, id)} />
      ) : null}
    </div>
  );
}

/** What torch keeps for old code only is shown where it was given, so that it can be taken back. */
const shownArguments = (def: AnyModuleDef, given: ArgValues) =>
  Object.entries(def.args).filter(([arg, { former }]) => !former || own(given, arg) !== undefined);

function NameField({ id }: { readonly id: string }) {
  const editor = useEditor();
  const t = useT();
  const graph = useGraph();
  /** What is being typed; null while nothing is. */
  const [draft, setDraft] = useState<string | null>(null);
  const problem = draft === null ? null : nameProblem(graph, draft, id);
  const nameError = (kind: NonNullable<typeof problem>) =>
    kind === "taken" || kind === "reserved"
      ? t(`inspector.nameProblems.${kind}`, { name: draft ?? "" })
      : t(`inspector.nameProblems.${kind}`);
  return (
    <TextField
      label={t("inspector.name")}
      inline
      mono
      value={nameOf(graph, id)}
      error={problem ? nameError(problem) : null}
      onDraft={setDraft}
      onCancel={() => setDraft(null)}
      onCommit={(text) => {
        if (nameProblem(graph, text, id) !== null) return false;
        setDraft(null);
        editor.history.edit(renameNode(id, text));
        return true;
      }}
    />
  );
}

function Shapes({ inference }: { readonly inference: NodeInference }) {
  const t = useT();
  const outputs = Object.entries(inference.outputs ?? {});
  if (inference.inputs.length === 0 && outputs.length === 0) return null;
  return (
    <Panel title={t("inspector.shapes")}>
      <dl className={styles.shapes}>
        {inference.inputs.map((shape, i) => (
          <div key={inference.inputPorts[i]}>
            <dt>{inference.inputPorts[i]}</dt>
            <dd>{shape ? printShape(shape) : "–"}</dd>
          </div>
        ))}
        {outputs.map(([port, shape]) => (
          <div key={port}>
            <dt>→ {port}</dt>
            <dd>{printShape(shape)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

// Owns the panel of where the input tensor comes from: which Input node, its source, its shape, and what it looks like.
import { LogIn } from "lucide-react";
import { useState } from "react";
import { nameOf } from "../../engine/graph/identity.ts";
import { useEditor } from "../editor/context.ts";
import { useGraph, useInputChoice, useIsInputChosen, useView } from "../editor/hooks.ts";
import { chooseInput, defaultChoice } from "../editor/inputs.ts";
import { useT } from "../i18n/index.ts";
import { inputNodes, inputTarget } from "../io/inputs.ts";
import { fallback, misfitOf } from "../io/sources.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Field } from "../ui/Field.tsx";
import { Select } from "../ui/Select.tsx";
import styles from "./InputPanel.module.css";
import { Misfit } from "./Misfit.tsx";
import { Preview } from "./Preview.tsx";
import { ShapeField } from "./ShapeField.tsx";
import { SourceEditor, type SourceKind, sourceKinds } from "./SourceEditor.tsx";

export function InputPanel() {
  const t = useT();
  const graph = useGraph();
  const nodes = inputNodes(graph);
  const selected = useView((s) => s.selectedNodes.find((id) => nodes.includes(id))) ?? null;
  const [chosen, setChosen] = useState<string | null>(null);
  const [followed, setFollowed] = useState(selected);
  // A newly selected Input is shown; the chooser has the last word until another is selected.
  if (selected !== followed) {
    setFollowed(selected);
    if (selected !== null) setChosen(selected);
  }
  const node = nodes.find((id) => id === chosen) ?? selected ?? nodes[0];
  if (node === undefined) {
    return <EmptyState icon={<LogIn aria-hidden />} title={t("input.none")} text={t("input.noneText")} />;
  }
  return (
    <div className={styles.panel}>
      {nodes.length > 1 ? (
        <Field label={t("input.node")} inline>
          {({ id }) => (
            <Select
              id={id}
              value={node}
              options={nodes.map((value) => ({ value, label: nameOf(graph, value) }))}
              onChange={setChosen}
            />
          )}
        </Field>
      ) : null}
      <InputOf key={node} node={node} />
    </div>
  );
}

function InputOf({ node }: { readonly node: string }) {
  const editor = useEditor();
  const t = useT();
  const graph = useGraph();
  const given = useInputChoice(node);
  const isChosen = useIsInputChosen(node);
  const target = inputTarget(graph, node);
  // What nobody has chosen and does not fit is not worth a warning: what is fed instead is shown.
  const fallsBack = !isChosen && target !== null && misfitOf(given, target.shape, target.dtype) !== null;
  const choice = fallsBack ? fallback : given;
  // A source that needs a file is shown before there is one; until then the node keeps what it has.
  const [wanted, setWanted] = useState<{ kind: SourceKind; from: typeof choice } | null>(null);
  const kind = wanted && wanted.from === choice ? wanted.kind : choice.kind;
  const misfit = target ? misfitOf(choice, target.shape, target.dtype) : null;

  const choose = (next: SourceKind) => {
    setWanted(null);
    switch (next) {
      case "digit":
        chooseInput(editor, node, defaultChoice);
        break;
      case "drawing":
        if (choice.kind !== "drawing") chooseInput(editor, node, { kind: "drawing", strokes: [] });
        break;
      case "normal":
      case "uniform":
        chooseInput(editor, node, { kind: next, seed: "seed" in choice ? choice.seed : 0 });
        break;
      case "image":
      case "file":
        if (choice.kind !== next) setWanted({ kind: next, from: choice });
        break;
      default:
        next satisfies never;
    }
  };

  return (
    <>
      <div className={styles.top}>
        <Preview node={node} />
        <div className={styles.fields}>
          <Field label={t("input.source")}>
            {({ id }) => (
              <Select<SourceKind>
                id={id}
                value={kind}
                options={sourceKinds.map((value) => ({ value, label: t(`input.sources.${value}`) }))}
                onChange={choose}
              />
            )}
          </Field>
          <ShapeField node={node} />
        </div>
      </div>
      {misfit && kind === choice.kind ? <Misfit node={node} misfit={misfit} choice={choice} /> : null}
      <SourceEditor node={node} kind={kind} choice={choice} target={target} />
    </>
  );
}

// Owns the page's three file inputs: out of sight and of the tab order, reached by buttons and by scripts.
import { type ChangeEvent, useEffect, useRef } from "react";
import { useEditor } from "../editor/context.ts";
import { useT } from "../i18n/index.ts";
import styles from "./FileInputs.module.css";
import { openInputFile } from "./inputs.ts";
import { openModelFile } from "./models.ts";
import { type Pickable, registerPicker } from "./picking.ts";
import { openWeightsFile } from "./weights.ts";

const accepted = {
  model: ".json,application/json",
  weights: ".safetensors",
  input: ".npy,image/*",
} as const satisfies Record<Pickable, string>;

const kinds = Object.keys(accepted) as Pickable[];

/** Put once, anywhere in the page. */
export function FileInputs() {
  const editor = useEditor();
  const t = useT();
  const elements = useRef<Partial<Record<Pickable, HTMLInputElement>>>({});
  const node = useRef<string | undefined>(undefined);

  useEffect(
    () =>
      registerPicker((kind, forNode) => {
        node.current = forNode;
        elements.current[kind]?.click();
      }),
    [],
  );

  const onChange = (kind: Pickable) => (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0];
    // Emptied, so that the same file chosen again is a change again.
    event.currentTarget.value = "";
    if (!file) return;
    if (kind === "model") void openModelFile(file);
    else if (kind === "weights") void openWeightsFile(editor, file);
    else void openInputFile(editor, file, node.current);
    node.current = undefined;
  };

  const labels: Record<Pickable, string> = {
    model: t("files.modelFile"),
    weights: t("files.weightsFile"),
    input: t("files.inputFile"),
  };
  return (
    <div className={styles.inputs}>
      {kinds.map((kind) => (
        <input
          key={kind}
          ref={(element) => {
            if (element) elements.current[kind] = element;
          }}
          type="file"
          data-testid={`open-${kind}`}
          aria-label={labels[kind]}
          accept={accepted[kind]}
          tabIndex={-1}
          onChange={onChange(kind)}
        />
      ))}
    </div>
  );
}

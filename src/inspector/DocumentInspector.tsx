// Owns the inspector of the whole model: its name, size and the seed of its weights.
import { useState } from "react";
import { setSeed } from "../document/edits.ts";
import { useEditor } from "../editor/context.ts";
import { useDocument, useInference } from "../editor/hooks.ts";
import { useModelName } from "../editor/model_name.ts";
import { useT } from "../i18n/index.ts";
import { NumberField } from "../ui/NumberField.tsx";
import { grouped } from "../ui/numbers.ts";
import { TextField } from "../ui/TextField.tsx";
import styles from "./Inspector.module.css";

const seedPattern = /^\d{1,15}$/;

export function DocumentInspector() {
  const editor = useEditor();
  const t = useT();
  const seed = useDocument((d) => d.seed);
  const nodes = useDocument((d) => Object.keys(d.graph.nodes).length);
  const { parameters } = useInference();
  const [seedText, setSeedText] = useState<string | null>(null);
  const seedBad = seedText !== null && !seedPattern.test(seedText);
  return (
    <div className={styles.inspector} data-testid="inspector">
      <header className={styles.head}>
        <h2 className={styles.module}>{t("inspector.model")}</h2>
        <TextField label={t("inspector.modelName")} {...useModelName()} />
        <NumberField
          label={t("inspector.seed")}
          hint={t("inspector.seedHint")}
          value={String(seed)}
          min={0}
          error={seedBad ? t("inspector.seedInvalid") : null}
          onDraft={setSeedText}
          onCancel={() => setSeedText(null)}
          onCommit={(text) => {
            if (!seedPattern.test(text)) return false;
            setSeedText(null);
            editor.history.edit(setSeed(Number(text)));
            return true;
          }}
        />
      </header>
      <dl className={styles.facts}>
        <div>
          <dt>{t("inspector.nodes")}</dt>
          <dd>{grouped(nodes)}</dd>
        </div>
        <div>
          <dt>{t("inspector.parameters")}</dt>
          <dd>{grouped(parameters)}</dd>
        </div>
      </dl>
      <p className={styles.tip}>{t("inspector.nothingSelected")}</p>
    </div>
  );
}

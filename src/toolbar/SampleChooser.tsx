// Owns the choice of the sample in the batch that pictures show.
import { useActionItem } from "../actions/hooks.tsx";
import { sampleCount } from "../actions/run.ts";
import { useEditor } from "../editor/context.ts";
import { useGraph, useRun } from "../editor/hooks.ts";
import { useT } from "../i18n/index.ts";
import { IconButton } from "../ui/IconButton.tsx";
import { NumberField } from "../ui/NumberField.tsx";
import styles from "./Toolbar.module.css";

/** Samples are counted from 0, as they are indexed. Nothing is drawn for a batch of one. */
export function SampleChooser() {
  const editor = useEditor();
  const t = useT();
  const sample = useRun((s) => s.sample);
  const count = sampleCount(useGraph());
  const previous = useActionItem("model.previousSample");
  const next = useActionItem("model.nextSample");
  if (count < 2) return null;
  const choose = (text: string) => {
    const index = Number(text);
    if (!Number.isInteger(index) || index < 0 || index >= count) return;
    editor.controller.setSample(index);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <fieldset> is for forms; this is a group of a toolbar.
    <div className={styles.sample} role="group" aria-label={t("viewer.sample")}>
      <span>{t("viewer.sample")}</span>
      <IconButton
        size="sm"
        label={previous.label}
        icon={previous.icon}
        shortcut={previous.shortcut}
        disabled={previous.disabled}
        onClick={previous.onSelect}
      />
      <NumberField
        className={styles.sampleField}
        label={t("viewer.sample")}
        hideLabel
        value={String(sample)}
        min={0}
        max={count - 1}
        onDraft={choose}
        onCommit={choose}
      />
      <span className={styles.time}>/ {count}</span>
      <IconButton
        size="sm"
        label={next.label}
        icon={next.icon}
        shortcut={next.shortcut}
        disabled={next.disabled}
        onClick={next.onSelect}
      />
    </div>
  );
}

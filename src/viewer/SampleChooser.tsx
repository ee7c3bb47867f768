// Owns the choice of the sample in the batch, beside its picture.
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEditor } from "../editor/context.ts";
import { useRun } from "../editor/hooks.ts";
import { useT } from "../i18n/index.ts";
import { IconButton } from "../ui/IconButton.tsx";
import { Slider } from "../ui/Slider.tsx";
import styles from "./Viewer.module.css";

export function SampleChooser({ count }: { readonly count: number }) {
  const editor = useEditor();
  const t = useT();
  const sample = useRun((s) => Math.min(s.sample, count - 1));
  const choose = (index: number) => editor.controller.setSample(Math.min(count - 1, Math.max(0, index)));
  const text = t("viewer.sampleOf", { index: sample, count });
  return (
    <div className={styles.chooser}>
      <IconButton
        size="sm"
        label={t("viewer.previousSample")}
        icon={<ChevronLeft aria-hidden />}
        disabled={sample === 0}
        onClick={() => choose(sample - 1)}
      />
      <Slider label={t("viewer.sample")} value={sample} min={0} max={count - 1} valueText={text} onChange={choose} />
      <IconButton
        size="sm"
        label={t("viewer.nextSample")}
        icon={<ChevronRight aria-hidden />}
        disabled={sample === count - 1}
        onClick={() => choose(sample + 1)}
      />
      <span className={styles.note}>{text}</span>
    </div>
  );
}

// Owns the switch between train() and eval().

import { useEditor } from "../editor/context.ts";
import { useRun } from "../editor/hooks.ts";
import { useT } from "../i18n/index.ts";
import { SegmentedControl } from "../ui/SegmentedControl.tsx";

export function RunMode() {
  const editor = useEditor();
  const t = useT();
  const training = useRun((s) => s.training);
  return (
    <SegmentedControl
      label={t("toolbar.mode")}
      value={training ? "train" : "eval"}
      onChange={(mode) => editor.controller.setTraining(mode === "train")}
      options={[
        { value: "eval", label: t("toolbar.evalShort") },
        { value: "train", label: t("toolbar.trainShort") },
      ]}
    />
  );
}

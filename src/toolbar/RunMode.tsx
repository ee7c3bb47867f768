// Owns the switch between train() and eval().
import { useT } from "../i18n/index.ts";
import { updateSession, useSession } from "../session/store.ts";
import { SegmentedControl } from "../ui/SegmentedControl.tsx";

export function RunMode() {
  const t = useT();
  const training = useSession((s) => s.training);
  return (
    <SegmentedControl
      label={t("toolbar.mode")}
      value={training ? "train" : "eval"}
      onChange={(mode) => updateSession({ training: mode === "train" })}
      options={[
        { value: "eval", label: t("toolbar.evalShort") },
        { value: "train", label: t("toolbar.trainShort") },
      ]}
    />
  );
}

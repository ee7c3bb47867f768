// Owns saying why an Input node is not fed with what the user chose.
import { printShape } from "../../engine/core/shape.ts";
import { setArg } from "../document/edits.ts";
import { useEditor } from "../editor/context.ts";
import type { InputChoice } from "../editor/inputs.ts";
import { useT } from "../i18n/index.ts";
import type { Misfit as Kind } from "../io/sources.ts";
import { Button } from "../ui/Button.tsx";
import styles from "./InputPanel.module.css";

export interface MisfitProps {
  readonly node: string;
  readonly misfit: Kind;
  readonly choice: InputChoice;
}

export function Misfit({ node, misfit, choice }: MisfitProps) {
  const editor = useEditor();
  const t = useT();
  if (misfit === "fileShape" && choice.kind === "file") {
    const { shape } = choice.array;
    return (
      <div className={styles.misfit} role="status">
        <p>{t("input.misfits.fileShape", { shape: printShape(shape) })}</p>
        <Button size="sm" onClick={() => editor.history.edit(setArg(node, "shape", shape))}>
          {t("input.useFileShape")}
        </Button>
      </div>
    );
  }
  return (
    <p className={styles.misfit} role="status">
      {misfit === "fileShape" ? t("input.invalidShape") : t(`input.misfits.${misfit}`)}
    </p>
  );
}

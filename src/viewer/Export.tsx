// Owns taking the values of the shown sample elsewhere: to the clipboard or into a file.
import { Braces, Download, SquareCode } from "lucide-react";
import type { Inspection } from "../../workers/protocol.ts";
import { useT } from "../i18n/index.ts";
import { saveNpy } from "../io/arrays.ts";
import { notify } from "../session/store.ts";
import { IconButton } from "../ui/IconButton.tsx";
import { type TextFormat, valuesText } from "./text.ts";
import styles from "./Viewer.module.css";

export interface ExportProps {
  /** The port as the user reads it. */
  readonly name: string;
  readonly inspection: Inspection;
  readonly batched: boolean;
}

// More is no use as text, and slow to write.
const mostCopied = 2 ** 18;

export function Export({ name, inspection, batched }: ExportProps) {
  const t = useT();
  const { values, dtype } = inspection;
  // The sample keeps its batch dim of 1, so that it can be an Input again.
  const shape = batched ? [1, ...inspection.sampleShape] : inspection.sampleShape;
  const copy = async (format: TextFormat) => {
    try {
      await navigator.clipboard.writeText(valuesText(values, shape, dtype, format));
      notify("info", t("viewer.copied"));
    } catch (error) {
      notify("error", t("viewer.notCopied"), error instanceof Error ? error.message : String(error));
    }
  };
  const tooMany = values.length > mostCopied;
  return (
    <div className={styles.export}>
      <IconButton
        size="sm"
        label={t("viewer.copyNumpy")}
        icon={<SquareCode aria-hidden />}
        disabled={tooMany}
        onClick={() => void copy("numpy")}
      />
      <IconButton
        size="sm"
        label={t("viewer.copyJson")}
        icon={<Braces aria-hidden />}
        disabled={tooMany}
        onClick={() => void copy("json")}
      />
      <IconButton
        size="sm"
        label={t("viewer.saveNpy")}
        icon={<Download aria-hidden />}
        onClick={() => saveNpy(name, values, shape, dtype)}
      />
    </div>
  );
}

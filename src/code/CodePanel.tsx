// Owns the code panel: print(model), PyTorch source and the model file of the open graph.
import { Copy } from "lucide-react";
import { useMemo, useState } from "react";
import { compile } from "../../engine/graph/compile.ts";
import { printSpec } from "../../engine/graph/print.ts";
import { printModelFile } from "../../engine/graph/print_file.ts";
import { pytorchSource } from "../../engine/graph/pytorch.ts";
import type { Document } from "../document/document.ts";
import { useEditor } from "../editor/context.ts";
import { firstRun } from "../editor/first_run.ts";
import { useDocument, useInference } from "../editor/hooks.ts";
import { useT } from "../i18n/index.ts";
import { notify } from "../session/store.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { IconButton } from "../ui/IconButton.tsx";
import { LazyPart } from "../ui/LazyPart.tsx";
import { definePart } from "../ui/part.ts";
import { SegmentedControl } from "../ui/SegmentedControl.tsx";
import styles from "./CodePanel.module.css";
import { useSettled } from "./use_settled.ts";

// CodeMirror is large: it comes when the first edges have their values.
const codeView = definePart(async () => {
  await firstRun();
  const { CodeView } = await import("./CodeView.tsx");
  return CodeView;
});

type Which = "print" | "pytorch" | "json";

function codeOf(document: Document, which: Which): string {
  switch (which) {
    case "print":
      return printSpec(compile(document.graph).spec);
    case "pytorch":
      return pytorchSource(document.graph, document.name);
    case "json":
      return printModelFile(document);
    default:
      return which satisfies never;
  }
}

export function CodePanel() {
  const editor = useEditor();
  const t = useT();
  const [which, setWhich] = useState<Which>("print");
  const document = useSettled(useDocument((d) => d));
  const { problems } = useInference();
  const text = useMemo(() => codeOf(document, which), [document, which]);
  const partial = which !== "json" && problems.some((problem) => problem.severity === "error");

  const copy = async () => {
    // Of the document as it is now; what is shown may still be on its way.
    await navigator.clipboard.writeText(codeOf(editor.document(), which));
    notify("info", t("code.copied"));
  };

  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        <SegmentedControl
          label={t("code.which")}
          value={which}
          onChange={setWhich}
          options={[
            { value: "print", label: t("code.print") },
            { value: "pytorch", label: t("code.pytorch") },
            { value: "json", label: t("code.json") },
          ]}
        />
        {partial ? <span className={styles.partial}>{t("code.partial")}</span> : null}
        <IconButton label={t("code.copy")} icon={<Copy aria-hidden />} size="sm" onClick={() => void copy()} />
      </div>
      {Object.keys(document.graph.nodes).length === 0 ? (
        <EmptyState title={t("code.empty")} />
      ) : (
        <LazyPart
          part={codeView}
          props={{ text, language: which === "json" ? "json" : "python", label: t(`code.${which}`) }}
          waiting={<PlainCode text={text} />}
          failed={(retry) => (
            <>
              <p className={styles.missing}>
                {t("errors.plainCode")}
                <Button size="sm" onClick={retry}>
                  {t("common.retry")}
                </Button>
              </p>
              <PlainCode text={text} />
            </>
          )}
        />
      )}
    </div>
  );
}

/** The code before the view with colours has been loaded. */
function PlainCode({ text }: { readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <pre className={styles.plain} tabIndex={0}>
      {text}
    </pre>
  );
}

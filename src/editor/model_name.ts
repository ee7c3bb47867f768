// Owns what is typed into a field of the model's name: a name that cannot be stays, marked, until it is mended.
import { useState } from "react";
import { longestModelName } from "../../engine/core/names.ts";
import { setName } from "../document/edits.ts";
import { useT } from "../i18n/index.ts";
import { useEditor } from "./context.ts";
import { useDocument } from "./hooks.ts";

/** What a text field needs to be the model name's. */
export function useModelName() {
  const editor = useEditor();
  const t = useT();
  const value = useDocument((d) => d.name);
  const [empty, setEmpty] = useState(false);
  return {
    value,
    maxLength: longestModelName,
    error: empty ? t("inspector.modelNameEmpty") : null,
    onDraft: (text: string) => setEmpty(text.trim() === ""),
    onCancel: () => setEmpty(false),
    onCommit: (text: string): boolean => {
      const name = text.trim();
      setEmpty(name === "");
      if (name === "") return false;
      editor.history.edit(setName(name));
      return true;
    },
  };
}

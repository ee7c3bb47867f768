// Owns how components get the editor they belong to.
import { createContext, use } from "react";
import type { Editor } from "./editor.ts";

export const EditorContext = createContext<Editor | null>(null);

/** The editor whose document is drawn here. */
export function useEditor(): Editor {
  const editor = use(EditorContext);
  if (!editor) throw new Error("No editor is given to what is drawn here.");
  return editor;
}

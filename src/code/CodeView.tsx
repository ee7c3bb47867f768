// Owns the read-only code view: CodeMirror with the theme's colours. Loaded when the panel first opens.
import { json } from "@codemirror/lang-json";
import { python } from "@codemirror/lang-python";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import styles from "./CodePanel.module.css";

interface CodeViewProps {
  readonly text: string;
  readonly language: "python" | "json";
  readonly label: string;
}

const highlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: "var(--cat-transformer)" },
  { tag: [tags.string], color: "var(--success-text)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--warning-text)" },
  { tag: [tags.comment], color: "var(--text-faint)", fontStyle: "italic" },
  { tag: [tags.propertyName, tags.className], color: "var(--accent-text)" },
]);

const look = EditorView.theme({
  "&": { height: "100%", fontSize: "var(--size-sm)", backgroundColor: "transparent", color: "var(--text)" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.5" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--text-faint)", border: "none" },
  ".cm-content": { caretColor: "var(--accent)" },
});

const languages = { python, json };

/** The one replaced stretch between two texts, so that the unchanged lines stay drawn. */
function difference(before: string, after: string): { from: number; to: number; insert: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

export function CodeView({ text, language, label }: CodeViewProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const slots = useRef({ language: new Compartment(), label: new Compartment() });

  useEffect(() => {
    const { language: languageSlot, label: labelSlot } = slots.current;
    const editor = new EditorView({
      parent: place.current ?? document.body,
      state: EditorState.create({
        extensions: [
          lineNumbers(),
          EditorState.readOnly.of(true),
          languageSlot.of([]),
          labelSlot.of([]),
          syntaxHighlighting(highlight),
          look,
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    editor.dispatch({
      effects: [
        slots.current.language.reconfigure(languages[language]()),
        slots.current.label.reconfigure(EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" })),
      ],
    });
  }, [language, label]);

  useEffect(() => {
    const editor = view.current;
    if (editor) editor.dispatch({ changes: difference(editor.state.doc.toString(), text) });
  }, [text]);

  return <div ref={place} className={styles.view} />;
}

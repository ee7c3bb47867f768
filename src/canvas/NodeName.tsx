// A node's name, and the field that changes it in place.
import { useEffect, useRef, useState } from "react";
import { nameProblem, renameNode } from "../document/edits.ts";
import { useEditor } from "../editor/context.ts";
import { useView } from "../editor/hooks.ts";
import { useT } from "../i18n/index.ts";
import { focusNode } from "./focus.ts";
import styles from "./NodeCard.module.css";

export interface NodeNameProps {
  readonly id: string;
  readonly name: string;
  /** Letters of the class beside it, which is told whole. */
  readonly beside: number;
}

/** As many letters as a name and a class have room for beside each other. */
const roomy = 22;

export function NodeName({ id, name, beside }: NodeNameProps) {
  const renaming = useView((s) => s.renaming === id);
  return renaming ? (
    <NameField id={id} name={name} />
  ) : (
    <span className={styles.name} title={name.length + beside > roomy ? name : undefined}>
      {name}
    </span>
  );
}

/** Enter or leaving the field renames; Escape keeps the old name. A name that cannot be stays, marked, until mended. */
function NameField({ id, name }: Pick<NodeNameProps, "id" | "name">) {
  const editor = useEditor();
  const t = useT();
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  const [text, setText] = useState(name);
  const problem = nameProblem(editor.document().graph, text.trim(), id);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);

  function finish(keep: boolean, refocus: boolean): void {
    if (done.current) return;
    done.current = true;
    const to = text.trim();
    editor.view.setState({ renaming: null });
    if (keep && problem === null) editor.history.edit(renameNode(id, to));
    if (refocus) focusNode(id);
  }

  return (
    <>
      <input
        ref={field}
        className={`${styles.field} nodrag nopan`}
        value={text}
        spellCheck={false}
        autoComplete="off"
        aria-label={t("canvas.rename", { name })}
        aria-invalid={problem !== null}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => problem === null && finish(true, false)}
        onDoubleClick={(event) => event.stopPropagation()}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Enter" && problem === null) finish(true, true);
          else if (event.key === "Escape") finish(false, true);
        }}
      />
      {problem ? (
        <span className={styles.fieldProblem} role="alert">
          {t(`canvas.nameProblem.${problem}`)}
        </span>
      ) : null}
    </>
  );
}

// Owns what is typed into the field of an argument: live while it is right, kept and marked while it is not.
import { useEffect, useRef, useState } from "react";
import type { Said } from "../../engine/core/said.ts";
import { parseText } from "../../engine/modules/arguments.ts";
import type { Field } from "../../engine/modules/fields.ts";
import { setArg } from "../document/edits.ts";
import { useEditor } from "./context.ts";

/** How long after the focus has gone the message may move what lies below: never from under a press. */
const pause = 300;

export interface TypedArgument {
  /** Why the text is no value, or null. */
  readonly error: Said | null;
  /** The message is new and may go again: it lies over what is below. */
  readonly passing: boolean;
  /** A text of before that was no value, when the field was last seen. */
  readonly kept: string | null;
  readonly onDraft: (text: string) => void;
  readonly onCommit: (text: string) => boolean;
  readonly onCancel: () => void;
  readonly onKeep: (text: string) => void;
}

const problemOf = (field: Field<unknown>, text: string | null): Said | null => {
  const parsed = text === null ? null : parseText(field, text);
  return parsed && !parsed.ok ? parsed.said : null;
};

/**
 * What a text field needs to be an argument's: one undo step for each typed value, and a text that is no value leaves
 * the model as it was and stays until it is mended or taken back with Escape, also while another node is looked at.
 */
export function useTypedArgument(node: string, arg: string, field: Field<unknown>): TypedArgument {
  const { history, document, unfinished } = useEditor();
  const owner = (): object | undefined => document().graph.nodes[node];
  const [before] = useState(() => unfinished.kept(owner(), arg));
  const [error, setError] = useState(() => problemOf(field, before));
  const [settled, setSettled] = useState(error !== null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const tell = (next: Said | null) => {
    clearTimeout(timer.current);
    setError(next);
    setSettled(false);
  };
  return {
    error,
    passing: error !== null && !settled,
    kept: error === null ? null : before,
    onDraft: (text) => {
      const parsed = parseText(field, text);
      tell(parsed.ok ? null : parsed.said);
      if (!parsed.ok) return;
      history.begin();
      history.edit(setArg(node, arg, parsed.value));
    },
    onCommit: (text) => {
      const problem = problemOf(field, text);
      if (problem === null) {
        unfinished.forget(owner(), arg);
        history.commit();
        tell(null);
        return true;
      }
      history.cancel();
      timer.current = setTimeout(() => setSettled(true), pause);
      return false;
    },
    onCancel: () => {
      unfinished.forget(owner(), arg);
      tell(null);
      history.cancel();
    },
    onKeep: (text) => unfinished.keep(owner(), arg, text),
  };
}

// Owns what is typed into the field of an argument: live while it is right, kept and marked while it is not.
import { useEffect, useRef, useState } from "react";
import type { Said } from "../../engine/core/said.ts";
import { parseText } from "../../engine/modules/arguments.ts";
import type { Field } from "../../engine/modules/fields.ts";
import { setArg } from "../document/edits.ts";
import { currentDocument, history } from "../document/store.ts";
import { forget, keep, kept } from "./unfinished.ts";

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

const nodeOf = (node: string): object | undefined => currentDocument().graph.nodes[node];

const problemOf = (field: Field<unknown>, text: string | null): Said | null => {
  const parsed = text === null ? null : parseText(field, text);
  return parsed && !parsed.ok ? parsed.said : null;
};

/**
 * What a text field needs to be an argument's: one undo step for each typed value, and a text that is no value leaves
 * the model as it was and stays until it is mended or taken back with Escape, also while another node is looked at.
 */
export function useTypedArgument(node: string, arg: string, field: Field<unknown>): TypedArgument {
  const [before] = useState(() => kept(nodeOf(node), arg));
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
        forget(nodeOf(node), arg);
        history.commit();
        tell(null);
        return true;
      }
      history.cancel();
      timer.current = setTimeout(() => setSettled(true), pause);
      return false;
    },
    onCancel: () => {
      forget(nodeOf(node), arg);
      tell(null);
      history.cancel();
    },
    onKeep: (text) => keep(nodeOf(node), arg, text),
  };
}

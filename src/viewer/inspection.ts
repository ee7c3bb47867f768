// Owns getting one port's tensor in full: asked for again whenever its activation changes, late answers dropped.
import { useEffect, useState } from "react";
import { type PortRef, printPort } from "../../engine/graph/graph.ts";
import type { Inspection } from "../../workers/protocol.ts";
import { useEditor } from "../editor/context.ts";
import { useActivation, useIsCurrent, useRun } from "../editor/hooks.ts";

export interface Inspected {
  /** The last tensor known of this port; null before the first answer. */
  readonly inspection: Inspection | null;
  /** The sample it shows. */
  readonly sample: number;
  /** It belongs to the document as it is. */
  readonly current: boolean;
}

export function useInspection(port: PortRef): Inspected {
  const editor = useEditor();
  const key = printPort(port);
  const activation = useActivation(key);
  const upToDate = useIsCurrent(key);
  const sample = useRun((run) => run.sample);
  const [known, setKnown] = useState<{
    key: string;
    inspection: Inspection;
    of: typeof activation;
    sample: number;
  } | null>(null);

  useEffect(() => {
    if (!activation || !upToDate) return;
    let wanted = true;
    void editor.controller.inspect(port, sample).then((result) => {
      if (wanted && result.ok) setKnown({ key, inspection: result.value, of: activation, sample });
    });
    return () => {
      wanted = false;
    };
  }, [editor, port, key, activation, upToDate, sample]);

  const held = known?.key === key && activation ? known : null;
  return {
    inspection: held?.inspection ?? null,
    sample: held?.sample ?? sample,
    current: upToDate && held?.of === activation && held?.sample === sample,
  };
}

// The inputs that a module can do without, on the card's left edge while a connection that may end there is being dragged.
import { useContext, useEffect } from "react";
import { Handle, Position } from "reactflow";
import { useT } from "../i18n/index.ts";
import type { NodeView } from "../scene/cards.ts";
import { portAt } from "../scene/geometry.ts";
import { openInputs } from "../scene/ports.ts";
import { ConnectingContext } from "./connecting.ts";
import { useMeasureHandles } from "./handles.ts";
import styles from "./NodeCard.module.css";

export function OpenPorts({ id, name, module, inputs }: Pick<NodeView, "id" | "name" | "module" | "inputs">) {
  const connecting = useContext(ConnectingContext);
  // By keyboard a connection ends at a card; its optional inputs are chosen in the inspector.
  const dragged = connecting !== null && connecting.aim === null && connecting.fixed === "source";
  const ports = dragged && connecting.legal.has(id) ? openInputs(module, inputs) : [];
  return ports.length > 0 ? <Handles id={id} name={name} ports={ports} /> : null;
}

interface HandlesProps extends Pick<NodeView, "id" | "name"> {
  readonly ports: readonly string[];
}

function Handles({ id, name, ports }: HandlesProps) {
  const t = useT();
  const measure = useMeasureHandles();
  // The drag that is under way finds handles where they were last measured.
  useEffect(() => {
    measure(id);
    return () => measure(id);
  }, [id, measure]);
  return ports.map((port, i) => (
    <Handle
      key={port}
      role="img"
      type="target"
      position={Position.Left}
      id={port}
      className={styles.open}
      style={{ top: `${100 * portAt(i, ports.length)}%` }}
      data-port={port}
      data-connected={false}
      data-optional
      aria-label={t("canvas.inputPort", { port, name })}
    >
      <span className={styles.openLabel}>{port}</span>
    </Handle>
  ));
}

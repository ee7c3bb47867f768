// An edge on the canvas: its line, and the label with the tensor that flows along it.
import { memo } from "react";
import { createPortal } from "react-dom";
import type { EdgeProps } from "reactflow";
import { printPort } from "../../engine/graph/graph.ts";
import { useIsCurrent } from "../editor/hooks.ts";
import styles from "./EdgeLabel.module.css";
import { EdgeLabel } from "./EdgeLabel.tsx";
import type { FlowEdge } from "./flow_edges.ts";
import { useLabelLayer } from "./label_layer.ts";

export const TensorEdge = memo(function TensorEdge({ data, selected }: EdgeProps<FlowEdge>) {
  const current = useIsCurrent(data ? printPort(data.port) : "");
  const layer = useLabelLayer();
  if (!data) return null;
  const look = data.problem ? "problem" : data.shape === null ? "unknown" : current ? "current" : "stale";
  return (
    <>
      <path
        className={styles.line}
        d={data.route.path}
        data-look={look}
        data-selected={selected ?? false}
        data-dropping={data.dropping}
      />
      <path className={`${styles.reach} react-flow__edge-interaction`} d={data.route.path} />
      {layer ? createPortal(<EdgeLabel view={data} selected={selected ?? false} current={current} />, layer) : null}
    </>
  );
});

// Owns where labels of edges are drawn: the layer between lines and cards, found once instead of by every edge.
import { createContext, type RefObject, useContext, useLayoutEffect, useState } from "react";

export const LabelLayerContext = createContext<HTMLElement | null>(null);

/** The layer's element, or null before the canvas is mounted. */
export const useLabelLayer = (): HTMLElement | null => useContext(LabelLayerContext);

/** Finds the layer inside the canvas. */
export function useFoundLayer(frame: RefObject<HTMLElement | null>): HTMLElement | null {
  const [layer, setLayer] = useState<HTMLElement | null>(null);
  useLayoutEffect(() => {
    setLayer(frame.current?.querySelector<HTMLElement>(".react-flow__edgelabel-renderer") ?? null);
  }, [frame]);
  return layer;
}

// The small picture of a tensor on an edge.
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { Activation } from "../../workers/protocol.ts";
import { thumbnailSize } from "../scene/geometry.ts";
import { paintPicture } from "../scene/paint.ts";
import { useSession } from "../session/store.ts";
import { colorMap, readColor } from "../ui/tokens.ts";
import styles from "./EdgeLabel.module.css";

const dark = typeof matchMedia === "function" ? matchMedia("(prefers-color-scheme: dark)") : null;

function watchScheme(changed: () => void): () => void {
  dark?.addEventListener("change", changed);
  return () => dark?.removeEventListener("change", changed);
}

/** Paints a tensor's picture in the colours the viewer gives it, and again when either changes. */
export function Thumbnail({ activation }: { readonly activation: Activation }) {
  const { picture, stats } = activation;
  const { min, max } = stats;
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useSession((s) => s.theme);
  const scheme = useSyncExternalStore(watchScheme, () => dark?.matches ?? false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours that are read depend on theme and scheme.
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    const { width, height, data } = paintPicture(picture, {
      colors: colorMap(min, max),
      negative: readColor("tensor-negative"),
      positive: readColor("tensor-positive"),
      side: thumbnailSize * Math.max(1, Math.round(window.devicePixelRatio)),
    });
    element.width = width;
    element.height = height;
    context.putImageData(new ImageData(data, width, height), 0, 0);
  }, [picture, min, max, theme, scheme]);
  return <canvas ref={canvas} className={styles.thumbnail} data-kind={picture.kind} aria-hidden />;
}

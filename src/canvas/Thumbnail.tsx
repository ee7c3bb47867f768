// The small picture of a tensor on an edge.
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { Picture } from "../../workers/protocol.ts";
import { useSession } from "../session/store.ts";
import { readColor } from "../ui/tokens.ts";
import styles from "./EdgeLabel.module.css";
import { paintPicture } from "./paint.ts";

const dark = typeof matchMedia === "function" ? matchMedia("(prefers-color-scheme: dark)") : null;

function watchScheme(changed: () => void): () => void {
  dark?.addEventListener("change", changed);
  return () => dark?.removeEventListener("change", changed);
}

/** Paints a picture in the theme's colours, and again when either changes. */
export function Thumbnail({ picture }: { readonly picture: Picture }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useSession((s) => s.theme);
  const scheme = useSyncExternalStore(watchScheme, () => dark?.matches ?? false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours that are read depend on theme and scheme.
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    const { width, height, data } = paintPicture(picture, {
      low: readColor("--tensor-low"),
      high: readColor("--tensor-high"),
      negative: readColor("--tensor-negative"),
      zero: readColor("--tensor-zero"),
      positive: readColor("--tensor-positive"),
    });
    element.width = width;
    element.height = height;
    context.putImageData(new ImageData(data, width, height), 0, 0);
  }, [picture, theme, scheme]);
  return <canvas ref={canvas} className={styles.thumbnail} data-kind={picture.kind} aria-hidden />;
}

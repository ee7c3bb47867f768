// Owns the small picture of what an Input node gives out.
import { useEffect, useMemo, useRef } from "react";
import { useActivation, useGraph, useInputChoice } from "../editor/hooks.ts";
import { useT } from "../i18n/index.ts";
import { inputTarget } from "../io/inputs.ts";
import { feedOf, imageShape } from "../io/sources.ts";
import styles from "./InputPanel.module.css";
import { type PreviewImage, previewImage } from "./preview.ts";

/** From what is fed where it is known here; random numbers are drawn in the engine, so their picture comes from there. */
function usePreview(node: string): PreviewImage | null {
  const graph = useGraph();
  const choice = useInputChoice(node);
  const picture = useActivation(node)?.picture;
  const target = inputTarget(graph, node);
  const key = target ? `${target.dtype} ${target.shape.join()}` : "";
  const fed = useMemo(() => {
    const [dtype = "", dims = ""] = key.split(" ");
    const shape = dims === "" ? [] : dims.split(",").map(Number);
    const image = imageShape(shape);
    if (!image || image.width * image.height * image.batch === 0) return null;
    const one = choice.kind === "file" ? shape : shape.length === 4 ? [1, ...shape.slice(1)] : shape;
    const source = feedOf(choice, one, dtype === "int64" ? "int64" : "float32");
    return source.kind === "tensor" ? previewImage(source.data, image.channels, image.width, image.height) : null;
  }, [choice, key]);
  return useMemo(() => {
    if (fed || !picture || picture.values.length === 0) return fed;
    if (picture.kind === "strip") return previewImage(picture.values, 1, picture.length, picture.rows);
    const channels = picture.count === 3 ? 3 : 1;
    return previewImage(picture.values, channels, picture.width, picture.height);
  }, [fed, picture]);
}

export function Preview({ node }: { readonly node: string }) {
  const t = useT();
  const canvas = useRef<HTMLCanvasElement>(null);
  const image = usePreview(node);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || !image) return;
    element.width = image.width;
    element.height = image.height;
    context.putImageData(new ImageData(image.rgba, image.width, image.height), 0, 0);
  }, [image]);
  return (
    <div className={styles.preview}>
      {image ? <canvas ref={canvas} role="img" aria-label={t("input.preview")} /> : null}
    </div>
  );
}

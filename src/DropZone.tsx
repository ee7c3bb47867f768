// Owns files dropped on the window: the sign that they may be dropped, and opening them.
import { useEffect, useState } from "react";
import styles from "./App.module.css";
import { useT } from "./i18n/index.ts";
import { openAllDropped } from "./io/dropping.ts";

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

export function DropZone() {
  const t = useT();
  const [over, setOver] = useState(false);

  useEffect(() => {
    // Enter and leave come for every element passed: the depth is 0 when the window is left.
    let depth = 0;
    const onEnter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth++;
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const onOver = (event: DragEvent) => {
      if (holdsFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      if (event.dataTransfer) void openAllDropped(event.dataTransfer);
    };
    window.addEventListener("dragenter", onEnter);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("dragover", onOver);
    window.addEventListener("drop", onDrop);
    return () => {
      window.removeEventListener("dragenter", onEnter);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("drop", onDrop);
    };
  }, []);

  if (!over) return null;
  return (
    <div className={styles.drop}>
      <p className={styles.dropTitle}>{t("files.dropHere")}</p>
      <p>{t("files.dropHint")}</p>
    </div>
  );
}

// Owns the picture of a drag from the palette.
import styles from "./Palette.module.css";

/** A card with the module's name under the pointer, in place of a copy of the list's row. */
export function showDragImage(transfer: DataTransfer, name: string, color: string): void {
  const card = document.createElement("div");
  card.className = styles.dragged ?? "";
  card.style.setProperty("--dragged", color);
  card.textContent = name;
  document.body.append(card);
  transfer.setDragImage(card, 16, 14);
  // The browser takes the picture when this event is over.
  setTimeout(() => card.remove());
}

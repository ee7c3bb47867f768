// Owns what panels can do with kept documents, under the names they use.
export { openKept as openRecent } from "../io/documents/desk.ts";
export {
  deleteDamaged,
  deleteRecent,
  downloadDamaged,
  openState,
  pinRecent,
  refreshRecents,
} from "../io/documents/recents.ts";

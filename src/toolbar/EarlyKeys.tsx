// Owns the wait for a menu whose code is being loaded: what is typed meanwhile is for the menu and for nothing else.
import { useLayoutEffect } from "react";
import { updateSession } from "../session/store.ts";
import { holdKeys } from "./early_keys.ts";

const giveUp = () => updateSession({ commandMenu: "closed", shortcutsOpen: false });

export function EarlyKeys() {
  useLayoutEffect(() => holdKeys(giveUp), []);
  return null;
}

// Owns the guard around each panel: one that fails is shown as failed, alone, and drawn again with the next document.
import type { ReactNode } from "react";
import { useDocument } from "./editor/hooks.ts";
import { ErrorBoundary } from "./ui/ErrorBoundary.tsx";

export function Guarded({ children }: { readonly children: ReactNode }) {
  // Any change counts: an undo of what cannot be drawn brings the panel back as another document does.
  const document = useDocument((d) => d);
  return <ErrorBoundary resetOn={document}>{children}</ErrorBoundary>;
}

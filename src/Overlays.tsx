// Owns what opens over the app: fetched when first asked for or when the page is idle, and a message where that fails.
import type { ComponentType } from "react";
import { firstRun } from "./editor/first_run.ts";
import { useT } from "./i18n/index.ts";
import { updateDocuments, useDocuments } from "./session/documents.ts";
import { type Session, updateSession, useSession } from "./session/store.ts";
import { EarlyKeys } from "./toolbar/EarlyKeys.tsx";
import { ErrorBoundary } from "./ui/ErrorBoundary.tsx";
import { LazyPart, MissingDialog } from "./ui/LazyPart.tsx";
import { definePart, type Part } from "./ui/part.ts";

interface Overlay {
  readonly part: Part<ComponentType>;
  readonly useIsOpen: () => boolean;
  readonly close: () => void;
}

/** Whether one is open stands in the window's session. */
const inSession = (isOpen: (session: Session) => boolean, closed: Partial<Session>) => ({
  useIsOpen: () => useSession(isOpen),
  close: () => updateSession(closed),
});

const overlays = {
  commands: {
    part: definePart(async () => (await import("./toolbar/CommandMenu.tsx")).CommandMenu),
    ...inSession((s) => s.commandMenu !== "closed", { commandMenu: "closed" }),
  },
  shortcuts: {
    part: definePart(async () => (await import("./toolbar/ShortcutSheet.tsx")).ShortcutSheet),
    ...inSession((s) => s.shortcutsOpen, { shortcutsOpen: false }),
  },
  about: {
    part: definePart(async () => (await import("./toolbar/AboutDialog.tsx")).AboutDialog),
    ...inSession((s) => s.aboutOpen, { aboutOpen: false }),
  },
  recents: {
    part: definePart(async () => (await import("./toolbar/RecentDialog.tsx")).RecentDialog),
    useIsOpen: () => useDocuments((d) => d.dialogOpen),
    close: () => updateDocuments({ dialogOpen: false, deleted: null }),
  },
} as const satisfies Record<string, Overlay>;

const all: readonly [string, Overlay][] = Object.entries(overlays);

/** Fetches all of them once the first values are there and the page has nothing else to do. */
export async function preloadOverlays(): Promise<void> {
  await firstRun();
  const idle = window.requestIdleCallback ?? ((then: () => void) => setTimeout(then, 500));
  idle(() => {
    for (const [, { part }] of all) void part.load();
  });
}

export function Overlays() {
  return all.map(([id, overlay]) => <OneOverlay key={id} {...overlay} />);
}

function OneOverlay({ part, useIsOpen, close }: Overlay) {
  const t = useT();
  if (!useIsOpen()) return null;
  return (
    <ErrorBoundary
      fallback={({ message }, retry) => (
        <MissingDialog
          title={t("errors.panel")}
          text={t("errors.panelText", { message })}
          retry={retry}
          onClose={close}
        />
      )}
    >
      <LazyPart
        part={part}
        props={{}}
        waiting={<EarlyKeys />}
        failed={(retry) => (
          <MissingDialog
            title={t("errors.missing")}
            text={t(navigator.onLine ? "errors.missingOnline" : "errors.missingOffline")}
            retry={retry}
            onClose={close}
          />
        )}
      />
    </ErrorBoundary>
  );
}

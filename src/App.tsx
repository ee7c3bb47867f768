// Owns the layout of the app: what lies where, how large, and what is open over it.
import styles from "./App.module.css";
import { Canvas } from "./canvas/Canvas.tsx";
import { Dock } from "./Dock.tsx";
import { DropZone } from "./DropZone.tsx";
import { EditorContext } from "./editor/context.ts";
import { useFrontEditor } from "./editor/front.ts";
import { Guarded } from "./Guarded.tsx";
import { useT } from "./i18n/index.ts";
import { FileInputs } from "./io/FileInputs.tsx";
import { Overlays } from "./Overlays.tsx";
import { Palette } from "./palette/Palette.tsx";
import { SidePanels } from "./SidePanels.tsx";
import { paletteShown } from "./session/narrow.ts";
import { dismissNotice, initialSession, updateSession, useSession } from "./session/store.ts";
import { FollowBanner } from "./toolbar/FollowBanner.tsx";
import { Toolbar } from "./toolbar/Toolbar.tsx";
import { UpdateBanner } from "./UpdateBanner.tsx";
import { rem } from "./ui/rem.ts";
import { Splitter } from "./ui/Splitter.tsx";
import { Toasts } from "./ui/Toast.tsx";
import { TooltipProvider } from "./ui/Tooltip.tsx";

export function App() {
  const editor = useFrontEditor();
  const t = useT();
  const paletteOpen = useSession(paletteShown);
  const inspectorOpen = useSession((s) => s.inspectorOpen);
  return (
    <EditorContext value={editor}>
      <TooltipProvider>
        <div className={styles.app}>
          <UpdateBanner />
          <Toolbar />
          <FollowBanner />
          <div className={styles.middle}>
            {paletteOpen ? <PaletteColumn /> : null}
            <main className={styles.main}>
              <div className={styles.canvas}>
                <Guarded>
                  <Canvas />
                </Guarded>
              </div>
              <Dock />
              <FileInputs />
              <DropZone />
            </main>
            {inspectorOpen ? <SidePanels /> : null}
          </div>
        </div>
        <Overlays />
        <Notices label={t("common.notifications")} />
      </TooltipProvider>
    </EditorContext>
  );
}

function PaletteColumn() {
  const t = useT();
  const width = useSession((s) => s.paletteWidth);
  return (
    <nav className={styles.column} aria-label={t("palette.title")}>
      <div id="palette" className={styles.palette} style={{ width: rem(width) }}>
        <Guarded>
          <Palette />
        </Guarded>
      </div>
      <Splitter
        label={t("toolbar.resizePalette")}
        orientation="vertical"
        resizes="before"
        controls="palette"
        value={width}
        initial={initialSession.paletteWidth}
        min={176}
        max={480}
        onChange={(paletteWidth) => updateSession({ paletteWidth })}
      />
    </nav>
  );
}

function Notices({ label }: { readonly label: string }) {
  const t = useT();
  const notices = useSession((s) => s.notices);
  return (
    <Toasts
      label={label}
      closeLabel={t("common.dismiss")}
      onDismiss={(id) => dismissNotice(Number(id))}
      toasts={notices.map(({ id, kind, title, text, action }) => ({
        id: String(id),
        variant: kind,
        title,
        description: text,
        action,
      }))}
    />
  );
}

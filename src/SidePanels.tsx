// Owns the column on the right: the inspector, and below it the tensor looked at or where the input comes from.
import styles from "./App.module.css";
import { useView } from "./editor/hooks.ts";
import { Guarded } from "./Guarded.tsx";
import { useT } from "./i18n/index.ts";
import { InputPanel } from "./input/InputPanel.tsx";
import { Inspector } from "./inspector/Inspector.tsx";
import { initialSession, type SidePanel, updateSession, useSession } from "./session/store.ts";
import { rem } from "./ui/rem.ts";
import { Splitter } from "./ui/Splitter.tsx";
import { Tabs } from "./ui/Tabs.tsx";
import { Viewer } from "./viewer/Viewer.tsx";

export function SidePanels() {
  const t = useT();
  const width = useSession((s) => s.inspectorWidth);
  const height = useSession((s) => s.inspectorHeight);
  const panel = useSession((s) => s.sidePanel);
  // Without a form to show, the inspector leaves its room to the tensor below.
  const one = useView((s) => s.selectedNodes.length === 1);
  return (
    <aside className={styles.column} aria-label={t("toolbar.sidebar")}>
      <Splitter
        label={t("toolbar.resizeInspector")}
        orientation="vertical"
        resizes="after"
        controls="side"
        value={width}
        initial={initialSession.inspectorWidth}
        min={272}
        max={640}
        onChange={(inspectorWidth) => updateSession({ inspectorWidth })}
      />
      <div id="side" className={styles.side} style={{ width: rem(width) }}>
        <section
          id="inspector"
          className={styles.inspector}
          style={one ? { height: rem(height) } : { maxHeight: `min(${rem(height)}, 100% - 9rem)` }}
          aria-label={t("inspector.title")}
        >
          <Guarded>
            <Inspector />
          </Guarded>
        </section>
        <Splitter
          label={t("toolbar.resizeSide")}
          orientation="horizontal"
          resizes="before"
          controls="inspector"
          value={height}
          initial={initialSession.inspectorHeight}
          min={120}
          max={1200}
          onChange={(inspectorHeight) => updateSession({ inspectorHeight })}
        />
        <section className={styles.rest} aria-label={t("toolbar.sidePanels")}>
          <Tabs<SidePanel>
            label={t("toolbar.sidePanels")}
            value={panel}
            onChange={(sidePanel) => updateSession({ sidePanel })}
            tabs={[
              {
                value: "viewer",
                label: t("viewer.title"),
                content: (
                  <Guarded>
                    <Viewer />
                  </Guarded>
                ),
              },
              {
                value: "input",
                label: t("input.title"),
                content: (
                  <Guarded>
                    <InputPanel />
                  </Guarded>
                ),
              },
            ]}
          />
        </section>
      </div>
    </aside>
  );
}

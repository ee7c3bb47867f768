// Owns the column on the right: the inspector, and below it the tensor looked at or where the input comes from.
import styles from "./App.module.css";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { useT } from "./i18n/index.ts";
import { InputPanel } from "./input/InputPanel.tsx";
import { Inspector } from "./inspector/Inspector.tsx";
import { initialSession, type SidePanel, updateSession, useSession } from "./session/store.ts";
import { Splitter } from "./ui/Splitter.tsx";
import { Tabs } from "./ui/Tabs.tsx";
import { Viewer } from "./viewer/Viewer.tsx";

export function SidePanels() {
  const t = useT();
  const width = useSession((s) => s.inspectorWidth);
  const height = useSession((s) => s.inspectorHeight);
  const panel = useSession((s) => s.sidePanel);
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
      <div id="side" className={styles.side} style={{ width }}>
        <section id="inspector" className={styles.inspector} style={{ height }} aria-label={t("inspector.title")}>
          <ErrorBoundary>
            <Inspector />
          </ErrorBoundary>
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
                  <ErrorBoundary>
                    <Viewer />
                  </ErrorBoundary>
                ),
              },
              {
                value: "input",
                label: t("input.title"),
                content: (
                  <ErrorBoundary>
                    <InputPanel />
                  </ErrorBoundary>
                ),
              },
            ]}
          />
        </section>
      </div>
    </aside>
  );
}

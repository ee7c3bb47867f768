// Owns the dock below the canvas: code and problems, folded to their tabs when not wanted.
import { ChevronDown } from "lucide-react";
import styles from "./App.module.css";
import { CodePanel } from "./code/CodePanel.tsx";
import { useProblems } from "./editor/problems.ts";
import { Guarded } from "./Guarded.tsx";
import { useT } from "./i18n/index.ts";
import { ProblemsPanel } from "./problems/ProblemsPanel.tsx";
import { type BottomPanel, initialSession, updateSession, useSession } from "./session/store.ts";
import { Chip } from "./ui/Chip.tsx";
import { IconButton } from "./ui/IconButton.tsx";
import { rem } from "./ui/rem.ts";
import { Splitter } from "./ui/Splitter.tsx";
import { Tabs } from "./ui/Tabs.tsx";

export function Dock() {
  const t = useT();
  const panel = useSession((s) => s.bottomPanel);
  const height = useSession((s) => s.bottomHeight);
  const open = panel !== "none";
  return (
    <>
      {open ? (
        <Splitter
          label={t("toolbar.resizeBottom")}
          orientation="horizontal"
          resizes="after"
          controls="dock"
          value={height}
          initial={initialSession.bottomHeight}
          min={120}
          max={640}
          onChange={(bottomHeight) => updateSession({ bottomHeight })}
        />
      ) : null}
      <section
        id="dock"
        className={styles.dock}
        data-open={open || undefined}
        style={open ? { height: rem(height) } : {}}
        aria-label={t("toolbar.bottomPanels")}
      >
        <Tabs<BottomPanel>
          label={t("toolbar.bottomPanels")}
          value={panel}
          onChange={(bottomPanel) => updateSession({ bottomPanel })}
          tabs={[
            {
              value: "code",
              label: t("code.title"),
              content: (
                <Guarded>
                  <CodePanel />
                </Guarded>
              ),
            },
            {
              value: "problems",
              label: t("problems.title"),
              badge: <ProblemCount />,
              content: (
                <Guarded>
                  <ProblemsPanel />
                </Guarded>
              ),
            },
          ]}
          actions={
            open ? (
              <IconButton
                label={t("toolbar.collapse")}
                icon={<ChevronDown />}
                size="sm"
                tooltipSide="top"
                onClick={() => updateSession({ bottomPanel: "none" })}
              />
            ) : null
          }
        />
      </section>
    </>
  );
}

function ProblemCount() {
  const problems = useProblems();
  if (problems.length === 0) return null;
  // What waits for a problem is no problem of its own.
  const errors = problems.filter((problem) => problem.severity === "error").length;
  return <Chip tone={errors > 0 ? "danger" : "warning"}>{errors > 0 ? errors : problems.length}</Chip>;
}

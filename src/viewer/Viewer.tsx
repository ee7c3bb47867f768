// Owns the viewer: everything about the tensor on the selected edge.
import { Spline } from "lucide-react";
import { type PortRef, printPort } from "../../engine/graph/graph.ts";
import { portName } from "../../engine/graph/identity.ts";
import { useActivation, useGraph, useView } from "../editor/hooks.ts";
import { useT } from "../i18n/index.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import { Export } from "./Export.tsx";
import { Facts } from "./Facts.tsx";
import { Histogram } from "./Histogram.tsx";
import { useInspection } from "./inspection.ts";
import { Sample } from "./Sample.tsx";
import { SampleChooser } from "./SampleChooser.tsx";
import styles from "./Viewer.module.css";

export function Viewer() {
  const t = useT();
  const port = useView((s) => s.viewedPort);
  if (port === null) {
    return <EmptyState icon={<Spline aria-hidden />} title={t("viewer.empty")} text={t("viewer.emptyText")} />;
  }
  return <ViewerOf key={printPort(port)} port={port} />;
}

function ViewerOf({ port }: { readonly port: PortRef }) {
  const t = useT();
  const name = portName(useGraph(), port);
  const activation = useActivation(printPort(port));
  const { inspection, sample, current } = useInspection(port);
  if (!activation) {
    return <EmptyState icon={<Spline aria-hidden />} title={t("viewer.nothing")} text={t("viewer.nothingText")} />;
  }
  const batch = inspection && inspection.sampleShape.length < inspection.shape.length ? inspection.shape[0]! : null;
  return (
    <div className={styles.viewer} data-testid="viewer" data-port={name} data-state={current ? undefined : "stale"}>
      <header className={styles.head}>
        <h3 className={styles.port}>{name}</h3>
        {current ? null : <Spinner label={t("viewer.stale")} />}
        {inspection ? <Export name={name} inspection={inspection} batched={batch !== null} /> : null}
      </header>
      <Facts port={port} activation={activation} />
      {inspection ? (
        <>
          <Histogram counts={inspection.histogram} stats={inspection.stats} />
          {batch !== null && batch > 1 ? <SampleChooser count={batch} /> : null}
          <Sample name={name} inspection={inspection} sample={batch === null ? null : Math.min(sample, batch - 1)} />
        </>
      ) : null}
    </div>
  );
}

// Owns the list of a module's parameters and buffers, under their state_dict keys.
import { numel, printShape } from "../../engine/core/shape.ts";
import type { AnyModuleDef } from "../../engine/modules/define.ts";
import { allParams, parameterCount } from "../../engine/modules/derive.ts";
import type { ArgValues } from "../../engine/modules/fields.ts";
import { useT } from "../i18n/index.ts";
import { Chip } from "../ui/Chip.tsx";
import { grouped } from "../ui/numbers.ts";
import { Panel } from "../ui/Panel.tsx";
import styles from "./Inspector.module.css";

interface ParametersProps {
  readonly def: AnyModuleDef;
  readonly args: ArgValues;
  /** The node's name: the prefix of its keys. */
  readonly prefix: string;
}

export function Parameters({ def, args, prefix }: ParametersProps) {
  const t = useT();
  const specs = Object.entries(allParams(def, args)).flatMap(([key, spec]) => (spec ? [{ key, spec }] : []));
  if (specs.length === 0) return null;
  const count = parameterCount(def, args);
  return (
    <Panel title={t("inspector.parameters")} badge={<Chip mono>{grouped(count)}</Chip>}>
      <dl className={styles.shapes}>
        {specs.map(({ key, spec }) => (
          <div key={key} data-buffer={spec.buffer}>
            <dt title={spec.buffer ? t("inspector.buffer") : t("inspector.parameter")}>
              {key === "" ? prefix : `${prefix}.${key}`}
            </dt>
            <dd title={grouped(numel(spec.shape))}>{printShape(spec.shape)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

// Owns what can be set about each source of an input.
import { Dices, FileUp, ImageUp } from "lucide-react";
import { useState } from "react";
import { printShape } from "../../engine/core/shape.ts";
import { useEditor } from "../editor/context.ts";
import { chooseInput, fits, type InputChoice, type Normalization, normalizations } from "../editor/inputs.ts";
import { useT } from "../i18n/index.ts";
import type { InputTarget } from "../io/inputs.ts";
import { pickFile } from "../io/picking.ts";
import { imageShape } from "../io/sources.ts";
import { Button } from "../ui/Button.tsx";
import { Field } from "../ui/Field.tsx";
import { IconButton } from "../ui/IconButton.tsx";
import { NumberField } from "../ui/NumberField.tsx";
import { SegmentedControl } from "../ui/SegmentedControl.tsx";
import { Select } from "../ui/Select.tsx";
import { Switch } from "../ui/Switch.tsx";
import { DrawPad } from "./DrawPad.tsx";
import styles from "./InputPanel.module.css";

export type SourceKind = InputChoice["kind"];
export const sourceKinds: readonly SourceKind[] = ["digit", "drawing", "image", "file", "normal", "uniform"];

export interface SourceEditorProps {
  readonly node: string;
  /** The source shown: it may still wait for its file. */
  readonly kind: SourceKind;
  readonly choice: InputChoice;
  readonly target: InputTarget | null;
}

export function SourceEditor({ node, kind, choice, target }: SourceEditorProps) {
  const t = useT();
  switch (kind) {
    case "digit":
      return null;
    case "drawing": {
      const image = target && imageShape(target.shape);
      const aspect = image && image.width > 0 && image.height > 0 ? image.width / image.height : 1;
      return <DrawPad node={node} aspect={aspect} strokes={choice.kind === "drawing" ? choice.strokes : []} />;
    }
    case "image":
      return <ImageEditor node={node} choice={choice} />;
    case "file":
      return <FileEditor node={node} choice={choice} />;
    case "normal":
    case "uniform":
      return choice.kind === kind ? (
        <>
          <SeedEditor node={node} kind={kind} seed={choice.seed} />
          {target?.dtype === "int64" ? (
            <p className={styles.note}>{t("input.whole", { most: target.below - 1 })}</p>
          ) : null}
          {target?.dtype === "bool" ? <p className={styles.note}>{t("input.truth")}</p> : null}
        </>
      ) : null;
    default:
      return kind satisfies never;
  }
}

function ImageEditor({ node, choice }: { readonly node: string; readonly choice: InputChoice }) {
  const editor = useEditor();
  const t = useT();
  const image = choice.kind === "image" ? choice : null;
  const open = (
    <Button onClick={() => pickFile("input", node)}>
      <ImageUp aria-hidden />
      {t("input.chooseImage")}
    </Button>
  );
  if (!image) {
    return (
      <div className={styles.editor}>
        <p className={styles.note}>{t("input.noImage")}</p>
        {open}
      </div>
    );
  }
  return (
    <div className={styles.editor}>
      <p className={styles.file}>
        <span title={image.name}>{image.name}</span>
        <span>{t("input.sizeOf", { width: image.pixels.width, height: image.pixels.height })}</span>
      </p>
      {open}
      <SegmentedControl
        label={t("input.fit")}
        value={image.fit}
        options={fits.map((value) => ({ value, label: t(`input.fits.${value}`) }))}
        onChange={(fit) => chooseInput(editor, node, { ...image, fit })}
      />
      <Field label={t("input.normalization")} inline>
        {({ id }) => (
          <Select<Normalization>
            id={id}
            value={image.normalization}
            options={normalizations.map((value) => ({ value, label: t(`input.normalizations.${value}`) }))}
            onChange={(normalization) => chooseInput(editor, node, { ...image, normalization })}
          />
        )}
      </Field>
      <Switch
        label={t("input.invert")}
        checked={image.invert}
        onChange={(invert) => chooseInput(editor, node, { ...image, invert })}
      />
    </div>
  );
}

function FileEditor({ node, choice }: { readonly node: string; readonly choice: InputChoice }) {
  const t = useT();
  return (
    <div className={styles.editor}>
      {choice.kind === "file" ? (
        <p className={styles.file}>
          <span title={choice.name}>{choice.name}</span>
          <code>
            {printShape(choice.array.shape)} {choice.array.dtype}
          </code>
        </p>
      ) : (
        <p className={styles.note}>{t("input.noFile")}</p>
      )}
      <Button onClick={() => pickFile("input", node)}>
        <FileUp aria-hidden />
        {t("input.chooseNpy")}
      </Button>
    </div>
  );
}

const seedPattern = /^\d{1,15}$/;

interface SeedEditorProps {
  readonly node: string;
  readonly kind: "normal" | "uniform";
  readonly seed: number;
}

function SeedEditor({ node, kind, seed }: SeedEditorProps) {
  const editor = useEditor();
  const t = useT();
  const [typed, setTyped] = useState<string | null>(null);
  const take = (text: string): boolean => {
    if (!seedPattern.test(text)) return false;
    chooseInput(editor, node, { kind, seed: Number(text) });
    return true;
  };
  return (
    <div className={styles.seed}>
      <NumberField
        label={t("input.seed")}
        inline
        value={String(seed)}
        min={0}
        error={typed !== null && !seedPattern.test(typed) ? t("input.seedInvalid") : null}
        onDraft={(text) => {
          setTyped(text);
          take(text);
        }}
        onCommit={(text) => {
          const taken = take(text);
          if (taken) setTyped(null);
          return taken;
        }}
        onCancel={() => {
          setTyped(null);
          chooseInput(editor, node, { kind, seed });
        }}
      />
      <IconButton
        label={t("input.newSeed")}
        icon={<Dices aria-hidden />}
        onClick={() => chooseInput(editor, node, { kind, seed: Math.floor(Math.random() * 1e6) })}
      />
    </div>
  );
}

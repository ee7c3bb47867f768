// Owns the example models: which there are, and opening one.
import { t } from "../i18n/index.ts";
import { openModelText } from "./models.ts";
import { refuse } from "./refusals.ts";

export const examples = [
  { id: "lenet5", titleKey: "files.examples.lenet5", file: "lenet-5.json" },
  { id: "mlp", titleKey: "files.examples.mlp", file: "mlp.json" },
  { id: "vgg", titleKey: "files.examples.vgg", file: "vgg.json" },
  { id: "residual", titleKey: "files.examples.residual", file: "residual.json" },
  { id: "autoencoder", titleKey: "files.examples.autoencoder", file: "autoencoder.json" },
  { id: "unet", titleKey: "files.examples.unet", file: "unet.json" },
] as const;

export type ExampleId = (typeof examples)[number]["id"];

/** The text of an example's model file, which lies beside the page; null, having told why, when it cannot be had. */
async function fetchExample(id: ExampleId): Promise<{ readonly file: string; readonly text: string } | null> {
  const { file, titleKey } = examples.find((example) => example.id === id)!;
  try {
    const response = await fetch(`${import.meta.env.BASE_URL}examples/${file}`);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return { file, text: await response.text() };
  } catch (error) {
    refuse(t(titleKey), error);
    return null;
  }
}

/** Opens an example, if it is still `wanted` when it has arrived. */
export async function openExample(id: ExampleId, wanted: () => boolean = () => true): Promise<boolean> {
  const example = await fetchExample(id);
  return example !== null && wanted() && openModelText(example.text, example.file);
}

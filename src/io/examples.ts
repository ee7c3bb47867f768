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

/** The answer with an example's model file, which lies beside the page; null where there is none to be had. */
export const fetchExample = (id: ExampleId): Promise<Response | null> =>
  fetch(`${import.meta.env.BASE_URL}examples/${fileOf(id)}`).catch(() => null);

const fileOf = (id: ExampleId): string => examples.find((example) => example.id === id)!.file;

/** Opens an example, if it is still `wanted` when it has arrived; `coming` is its file where it was asked for before. */
export async function openExample(
  id: ExampleId,
  wanted: () => boolean = () => true,
  coming: Promise<Response | null> = fetchExample(id),
): Promise<void> {
  const response = await coming;
  const text = response?.ok ? await response.text().catch(() => null) : null;
  if (!wanted()) return;
  if (text !== null) openModelText(text, { name: fileOf(id), origin: `example:${id}` });
  else refuse(fileOf(id), new Error(response ? `HTTP ${response.status}` : t("files.notReached")));
}

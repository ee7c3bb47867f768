// Owns telling the user that a file was refused.
import { t } from "../i18n/index.ts";
import { tellError } from "../i18n/tell.ts";
import { notify } from "../session/store.ts";

/** Shows why a file is not taken; the message names the place in it. */
export function refuse(name: string, error: unknown): void {
  const message = tellError(error, t);
  notify("error", t("files.cannotOpen"), `${name}: ${message}\n${t("files.unchanged")}`);
}

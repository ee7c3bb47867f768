// Owns how a scene is to look: what of it is shown, in which colours, in whose language.
import type { Translate } from "../i18n/index.ts";
import type { Theme } from "./theme.ts";

/** What may be left out of a picture; what is not said is shown. */
export interface Shown {
  readonly arguments?: boolean;
  readonly shapes?: boolean;
  readonly parameters?: boolean;
  /** Pictures and statistics of the values that flow. */
  readonly activations?: boolean;
}

export interface SceneOptions {
  readonly theme: Theme;
  /** The words of cards and labels. */
  readonly t: Translate;
  readonly show: Shown;
}

// Owns how a failure is told: in the engine's words, which the page says in the user's language.
import { plain, type Said } from "../engine/core/said.ts";
import type { Failure } from "./protocol.ts";

/** A failure in the engine's own words, at a node where one is to blame. */
export const failureOf = (kind: Failure["kind"], said: Said, node?: string): Failure => ({
  kind,
  message: plain(said),
  said,
  ...(node === undefined ? {} : { node }),
});

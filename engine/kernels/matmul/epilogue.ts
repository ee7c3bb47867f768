// Owns the codes of the activations that products and convolutions can end with.
import type { FusedActivation } from "./contract.ts";

/** As in assembly/epilogue.ts. */
export const activationCode: Readonly<Record<FusedActivation, number>> = { none: 0, relu: 1, relu6: 2 };

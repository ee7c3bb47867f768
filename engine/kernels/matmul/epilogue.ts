// Owns the names of the activations that products and convolutions can end with, and their codes in the kernels.

/** What a product or a convolution is followed by. */
export type FusedActivation = "none" | "relu" | "relu6";

/** As in assembly/epilogue.ts. */
export const activationCode: Readonly<Record<FusedActivation, number>> = { none: 0, relu: 1, relu6: 2 };

// Owns which weights were loaded into an open document.
import { createStore, type StoreApi } from "zustand/vanilla";

/**
 * The safetensors file that was loaded, its keys by the nodes' first names; null where the weights are those of the
 * seed.
 */
export interface Weights {
  readonly loaded: Uint8Array | null;
}

export const createWeights = (loaded: Uint8Array | null = null): StoreApi<Weights> => createStore(() => ({ loaded }));

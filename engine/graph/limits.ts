// Owns how much a model file may hold, checked before anything is made of it.

/** Characters of a file's text. */
export const longestFile = 50_000_000;
export const mostNodes = 10_000;
export const mostEdges = 50_000;
/** Layers stacked inside of nodes (`num_layers`), of all nodes together. */
export const mostStackedLayers = 10_000;
/** How far from the origin a node may lie, in canvas units. */
export const farthest = 1e6;

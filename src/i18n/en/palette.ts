// English: the palette of layers.
export const palette = {
  title: "Layers",
  search: "Search layers",
  searchPlaceholder: "Search layers, e.g. conv",
  noMatch: "No layer is called “{{query}}”",
  clearSearch: "Clear the search",
  hint: "Drag onto the canvas, or press Enter to add after the selected layer",
  add: "Add {{module}}",
  results_one: "{{count}} layer found",
  results_other: "{{count}} layers found",
} as const;

// English: settings of the app.
export const settings = {
  title: "Settings",
  theme: "Theme",
  themes: { light: "Light", dark: "Dark", system: "System" },
  language: "Language",
  seed: "Model seed",
  seedHint: "The initial weights of each layer follow from this number and the layer's name.",
} as const;

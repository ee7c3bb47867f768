// English: settings of the app.
export const settings = {
  theme: "Theme",
  themes: { light: "Light", dark: "Dark", system: "System" },
  language: "Language",
} as const;

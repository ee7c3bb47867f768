// English: the screen shown in place of the app when the app as a whole failed.
export const rescue = {
  title: "Edgewise stopped working",
  lost: "The app failed, but your model is still here. You can also drop a file on this page.",
  notStarted: "The app could not be loaded. Your models are kept in this browser. It may help to reload the page.",
  details: "Details",
  save: "Save the model file",
  openLast: "Open the last saved state",
  startEmpty: "Start empty",
  openFile: "Open a file…",
  reload: "Reload the page",
} as const;

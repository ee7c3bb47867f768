// English: what can go wrong while the app works.
export const errors = {
  title: "Something went wrong",
  workerCrashed: "The engine stopped unexpectedly and was restarted. Your model is unchanged.",
  workerHung: "The engine did not answer and was restarted. Your model is unchanged.",
  outOfMemory: "Not enough memory to run this model",
  panel: "This part of the app failed",
  panelText: "Your model is unchanged. {{message}}",
} as const;

// English: what can go wrong while the app works.
export const errors = {
  title: "Something went wrong",
  workerCrashed: "The engine stopped unexpectedly and was restarted. Your model is unchanged.",
  workerHung: "The engine did not answer and was restarted. Your model is unchanged.",
  outOfMemory: "Not enough memory to run this model",
  outOfMemoryText: "It needs about {{needed}}; {{available}} can be used. Make the input or the layers smaller.",
  runFailed: "{{name}} could not run",
  storage: "The model cannot be kept in this browser: {{reason}}",
  unsupported: "This browser lacks what the app needs: {{feature}}",
  unexpected: "Unexpected error: {{message}}",
  panel: "This part of the app failed",
  panelText: "Your model is unchanged. {{message}}",
  reload: "Reload the page",
} as const;

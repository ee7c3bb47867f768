// English: what can go wrong while the app works.
export const errors = {
  title: "Something went wrong",
  workerCrashed: "The engine stopped unexpectedly and was restarted. Your model is unchanged.",
  workerHung: "The engine did not answer and was restarted. Your model is unchanged.",
  outOfMemory: "Not enough memory to run this model",
  panel: "This part of the app failed",
  panelText: "Your model is unchanged. {{message}}",
  missing: "This part of the app could not be fetched",
  missingOffline: "There is no connection. It comes by itself when there is one again. Your model is unchanged.",
  missingOnline:
    "Try again, or reload the page: the app may have been renewed on the server. Your model is unchanged and kept.",
  reload: "Reload",
  plainCode: "Without colours: the view could not be fetched.",
} as const;

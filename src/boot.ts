// Starts the app. Small and apart from it, so that there is somebody to say so when the app cannot be fetched or started.
import { watchFailures } from "./rescue/failures.ts";
import { showRescue } from "./rescue/screen.ts";

watchFailures();
import("./main.tsx")
  .then(({ main }) => main())
  .catch((error: unknown) => {
    console.error(error);
    showRescue(error);
  });

// Owns `npm run dev`: installs what is missing and starts the development server (PORT changes 5173).
import { installDependencies } from "./install.mjs";
import { root } from "./processes.mjs";

try {
  await installDependencies();
  const { createServer } = await import("vite");
  const server = await createServer({ root });
  await server.listen();
  server.printUrls();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

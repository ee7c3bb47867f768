// Owns `npm start`: installs what is missing, builds, serves the built app on http://localhost:4173 (PORT changes it).
import { installDependencies } from "./install.mjs";
import { root } from "./processes.mjs";

try {
  await installDependencies();
  const { build, preview } = await import("vite");
  await build({ root, logLevel: "warn" });
  const server = await preview({ root });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.httpServer.address());
  console.log(`Edgewise is running at http://localhost:${port}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

// Owns running one of the project's TypeScript programs on Node, with what is missing installed first:
// `node scripts/run-ts.mjs PROGRAM.ts ARGS…`.
import { installDependencies } from "./install.mjs";
import { buildKernels } from "./kernels.mjs";
import { run, toolPath } from "./processes.mjs";

try {
  await installDependencies();
  await buildKernels();
  const { code } = await run(process.execPath, [toolPath("tsx", "tsx"), ...process.argv.slice(2)], {
    show: true,
    minutes: 240,
  });
  process.exitCode = code;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

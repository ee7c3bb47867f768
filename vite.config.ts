// Owns how the app is built and served: ES modules everywhere, relative addresses, cross-origin isolation.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { buildKernels } from "./scripts/kernels.mjs";

/** Without both headers the page is not cross-origin isolated, and shared memory (threads) is refused. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

const givenPort = process.env.PORT;

export default defineConfig({
  plugins: [react(), { name: "kernels", buildStart: buildKernels }],
  base: "./",
  server: { port: Number(givenPort ?? 5173), strictPort: givenPort !== undefined, headers: isolation },
  preview: { port: Number(givenPort ?? 4173), strictPort: true, headers: isolation },
  worker: { format: "es" },
  build: {
    target: "es2022",
    chunkSizeWarningLimit: 1600, // the layout engine alone is 1.5 MB, and comes only when asked for
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Both are reached by dynamic import only; a group each keeps them out of the first load as whole chunks.
          groups: [
            {
              name: "codemirror",
              test: /node_modules[\\/](?:@codemirror|@lezer|codemirror|style-mod|w3c-keyname|crelt)[\\/]/,
            },
            { name: "elk", test: /node_modules[\\/]elkjs[\\/]/ },
          ],
        },
      },
    },
  },
});

// Owns how the app is built and served: ES modules everywhere, relative addresses, cross-origin isolation, a strict policy.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { isolation, pageHeaders } from "./scripts/headers.mjs";
import { buildKernels } from "./scripts/kernels.mjs";
import { noticesOfBundles } from "./scripts/notices_plugin.mjs";
import { offlinePlugin } from "./scripts/offline_plugin.mjs";
import { pagePlugin } from "./scripts/page_plugin.mjs";

const givenPort = process.env.PORT;
const notices = noticesOfBundles();

export default defineConfig({
  plugins: [
    react(),
    { name: "kernels", buildStart: buildKernels },
    pagePlugin(),
    notices.collector(),
    offlinePlugin({ plugins: [notices.collector()], beforeListing: notices.write }),
  ],
  base: "./",
  // One page: any other address that is no file is not found, not the page again.
  appType: "mpa",
  // The policy is for what is built: the development server writes scripts into the page.
  server: { port: Number(givenPort ?? 5173), strictPort: givenPort !== undefined, headers: isolation },
  preview: { port: Number(givenPort ?? 4173), strictPort: true, headers: pageHeaders() },
  worker: { format: "es", plugins: () => [notices.collector()] },
  build: {
    target: "es2022",
    // One sheet: a part that is fetched later must not come without its styles when it is fetched again after a failure.
    cssCodeSplit: false,
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

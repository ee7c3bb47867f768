// Owns the icons of the installed app: drawn by a browser from public/favicon.svg, to be run when that changes.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright";
import { findBrowser } from "./browser.mjs";
import { root } from "./processes.mjs";

const source = readFileSync(join(root, "public", "favicon.svg"), "utf8");

/** What a system cuts to a shape of its own: no round corners, everything that matters in the middle four fifths. */
const maskable = source
  .replace('viewBox="0 0 32 32"', 'viewBox="-5 -5 42 42"')
  .replace('<rect width="32" height="32" rx="7"', '<rect x="-5" y="-5" width="42" height="42"');

const icons = [
  { file: "icon-192.png", size: 192, svg: source },
  { file: "icon-512.png", size: 512, svg: source },
  { file: "maskable-512.png", size: 512, svg: maskable },
];

const executablePath = findBrowser();
const browser = await chromium.launch({
  ...(executablePath === null ? {} : { executablePath }),
  args: ["--no-sandbox"],
});
const page = await browser.newPage();
for (const { file, size, svg } of icons) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  writeFileSync(join(root, "public", "icons", file), await page.screenshot({ omitBackground: true }));
}
await browser.close();

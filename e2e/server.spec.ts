// Owns the proof of what the server and the page's policy refuse: other hosts, files outside, scripts from elsewhere.
import { get, type IncomingMessage } from "node:http";
import { networkInterfaces } from "node:os";
import { metaPolicy, pageHeaders } from "../scripts/headers.mjs";
import { expect, test } from "./editor.ts";

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: IncomingMessage["headers"];
}

/** One request as it stands: neither the path nor the host is tidied up. */
function ask(base: string, path: string, { host, address = "127.0.0.1" }: { host?: string; address?: string } = {}) {
  const { port, host: own } = new URL(base);
  return new Promise<Answer>((resolve, reject) => {
    const headers = { Host: host ?? own, Accept: "*/*" };
    const target = { host: address === "127.0.0.1" ? "localhost" : address, port, path, headers, timeout: 3000 };
    const request = get(target, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part) => {
        text += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
    });
    request.on("error", reject);
    request.on("timeout", () => request.destroy(new Error("no answer")));
  });
}

test.describe("the server", () => {
  test("sends every header of the table with every file", async ({ baseURL }) => {
    for (const path of ["/", "/favicon.svg", "/sw.js", "/examples/lenet-5.json"]) {
      const { status, headers } = await ask(baseURL!, path);
      expect(status, path).toBe(200);
      for (const [name, value] of Object.entries(pageHeaders())) {
        expect(headers[name.toLowerCase()], `${path}: ${name}`).toBe(value);
      }
    }
  });

  test("answers no other host's name", async ({ baseURL }) => {
    for (const host of ["evil.example", "evil.example:80", "localhost.evil.example"]) {
      expect((await ask(baseURL!, "/", { host })).status, host).toBe(403);
    }
  });

  test("gives nothing that lies outside the built app", async ({ baseURL }) => {
    const up = ["/../package.json", "/..%2fpackage.json", "/%2e%2e/package.json", "/assets/..%5c..%5cpackage.json"];
    for (const path of [...up, "/....//package.json", "/@fs/etc/passwd", "/src/main.tsx", "/package.json", "/%00"]) {
      const { status, text } = await ask(baseURL!, path);
      expect(status, path).toBeGreaterThanOrEqual(400);
      expect(text, path).not.toContain("devDependencies");
      expect(text, path).not.toContain("root:");
    }
  });

  test("listens on the loopback alone", async ({ baseURL }) => {
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal }) => !internal);
    for (const { address } of others.filter(({ family }) => family === "IPv4")) {
      await expect(ask(baseURL!, "/", { address }), address).rejects.toThrow();
    }
  });
});

test.describe("the policy", () => {
  test("stands in the page too, for hosts that send no headers", async ({ baseURL }) => {
    const { text } = await ask(baseURL!, "/");
    expect(text.replaceAll("&#39;", "'")).toContain(`http-equiv="Content-Security-Policy" content="${metaPolicy()}"`);
    // Nothing is written into the page that the policy would have to allow.
    expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:/i);
  });

  test("stops inline scripts, eval, styles in injected markup, other hosts and frames", async ({ editor }) => {
    editor.expectErrors(/Content Security Policy|EvalError/);
    const { page } = editor;
    const violations = await page.evaluate(async () => {
      const seen: string[] = [];
      document.addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.head.append(script);
      // In a task of its own: what is evaluated from outside the page may evaluate texts.
      setTimeout(() => new Function("window.ran = true")());
      const div = document.createElement("div");
      div.innerHTML = '<p style="color: red" onclick="window.ran = true">x</p>';
      document.body.append(div);
      div.querySelector("p")?.click();
      await fetch("https://elsewhere.example/").catch(() => undefined);
      const frame = document.createElement("iframe");
      frame.src = "https://elsewhere.example/";
      document.body.append(frame);
      // The frame's address is looked at when the browser is about to load it.
      for (let i = 0; i < 50 && !seen.includes("frame-src"); i++) await new Promise((done) => setTimeout(done, 100));
      for (const added of [script, div, frame]) added.remove();
      return { seen: [...new Set(seen)].sort(), ran: "ran" in window };
    });
    expect(violations.ran).toBe(false);
    expect(violations.seen).toEqual(
      expect.arrayContaining([
        "connect-src",
        "frame-src",
        "script-src",
        "script-src-attr",
        "script-src-elem",
        "style-src-attr",
      ]),
    );
    await expect(editor.node("conv1")).toBeVisible();
  });
});

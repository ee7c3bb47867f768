// Owns models of many layers on the page: what showing one costs grows with its layers, not with their square.
import { expect, jsonFile, test } from "./editor.ts";

/** A chain without positions. */
function chain(length: number): unknown {
  const names = Array.from({ length }, (_, i) => `relu${i}`);
  return {
    format: "edgewise",
    version: 1,
    name: "Many",
    graph: {
      nodes: {
        input: { module: "Input", args: { shape: [1, 4] } },
        ...Object.fromEntries(names.map((name) => [name, { module: "ReLU" }])),
      },
      edges: names.map((name, i) => ({ from: names[i - 1] ?? "input", to: name })),
    },
  };
}

test("many cards are measured together: the page is not laid out once for each", async ({ editor }) => {
  const session = await editor.page.context().newCDPSession(editor.page);
  await session.send("Performance.enable");
  const layouts = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find((metric) => metric.name === "LayoutCount")?.value ?? Number.NaN;
  };
  const before = await layouts();
  await editor.openModel(jsonFile(chain(250)));
  await expect(editor.nodes).toHaveCount(251, { timeout: 30_000 });
  await editor.settled();
  expect((await layouts()) - before).toBeLessThan(125);
});

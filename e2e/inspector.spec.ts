// Owns the proof of what the inspector's form shows of a layer.
import { expect, jsonFile, test } from "./editor.ts";

test("arguments that torch keeps for old code only are left out of forms, unless a file gives them", async ({
  editor,
}) => {
  const loss = (args: object) => ({ module: "MSELoss", args });
  await editor.openModel(
    jsonFile({
      format: "edgewise",
      version: 1,
      graph: { nodes: { plain: loss({}), old: loss({ size_average: false }) }, edges: [] },
    }),
  );
  await editor.select("plain");
  await expect(editor.inspector.getByText("reduction", { exact: true })).toBeVisible();
  await expect(editor.inspector.getByText("size_average")).toHaveCount(0);
  await expect(editor.inspector.getByText("reduce", { exact: true })).toHaveCount(0);
  await editor.select("old");
  await expect(editor.inspector.getByText("size_average").first()).toBeVisible();
  await expect(editor.inspector.getByText("reduce", { exact: true })).toHaveCount(0);
});

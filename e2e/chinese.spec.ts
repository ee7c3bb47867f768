// Owns the proof that a reader of Chinese is told in Chinese what is wrong: on cards, edges, in the panels and in messages.
import { bytesFile, expect, jsonFile, test } from "./editor.ts";

test.use({ locale: "zh-CN" });

const model = {
  format: "edgewise",
  version: 1,
  name: "wrong",
  graph: {
    nodes: {
      x: { module: "Input", args: { shape: [1, 4] } },
      open: { module: "ReLU" },
      behind: { module: "ReLU" },
      bare: { module: "Linear" },
      huge: { module: "Linear", args: { out_features: 100_000_000 } },
      unread: { module: "Tanh" },
      out: { module: "Output" },
    },
    edges: [
      { from: "open", to: "behind" },
      { from: "x", to: "bare" },
      { from: "x", to: "huge" },
      { from: "x", to: "unread" },
      { from: "behind", to: "out" },
    ],
  },
};

/** Three English words in a row are a sentence, no name. */
const sentence = /\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b/i;

test("what is wrong is said in Chinese everywhere", async ({ editor }) => {
  await editor.openModel(jsonFile(model));
  await expect(editor.node("huge")).toBeVisible();
  await editor.page.getByRole("tab", { name: /^问题/ }).click();
  const list = editor.page.getByRole("list", { name: "问题" });
  await expect(list.getByRole("listitem")).toHaveCount(6);
  await expect(list).toContainText("输入端口“input”未连接");
  await expect(list).toContainText("等待 open 的问题解决");
  await expect(list).toContainText("没有任何层读取它的输出");
  await expect(list).toContainText("上限为 1.0 GiB");
  expect(await list.innerText()).not.toMatch(sentence);
  await expect(editor.node("behind")).toHaveAttribute("aria-label", /等待 open 的问题解决/);
  await expect(editor.edge("behind->out")).toContainText("等待 open 的问题解决");
  const told = await editor.page
    .locator("[data-node], [data-node] [title], [data-edge]")
    .evaluateAll((all) => all.flatMap((each) => [each.getAttribute("aria-label"), each.getAttribute("title")]));
  expect(told.filter((text) => text !== null && sentence.test(text))).toEqual([]);
  await editor.node("bare").click();
  await expect(editor.page.getByTestId("inspector")).toContainText("此参数必填");
});

test("a refused file is told of in Chinese", async ({ editor }) => {
  const { nodes } = model.graph;
  await editor.openModel(jsonFile({ ...model, graph: { nodes, edges: [{ from: "x", to: "nowhere" }] } }, "a.json"));
  await editor.openWeights(bytesFile("b.safetensors", new Uint8Array([9, 0, 0, 0, 0, 0, 0, 0, 0x7b])));
  await editor.openInput(
    bytesFile(
      "c.npy",
      Uint8Array.from("\x93NUMPY\x09\x00", (char) => char.charCodeAt(0)),
    ),
  );
  const notices = editor.page.getByRole("region", { name: /^通知/ }).getByRole("listitem");
  await expect(notices.filter({ hasText: "a.json" })).toContainText('不存在节点 "nowhere"');
  await expect(notices.filter({ hasText: "b.safetensors" })).toContainText("safetensors 文件头：长度为 9 字节");
  await expect(notices.filter({ hasText: "c.npy" })).toContainText("npy 版本：必须为 1.0、2.0 或 3.0");
  for (const text of await notices.allInnerTexts()) expect(text).not.toMatch(sentence);
});

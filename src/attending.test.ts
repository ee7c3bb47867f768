// Two editors live side by side, each with an engine of its own or both with one, and neither sees anything of the other.
import { expect, test, vi } from "vitest";
import { lenet } from "../workers/session.fixture.ts";
import { createSession } from "../workers/session.ts";
import { attend } from "./attending.ts";
import { emptyDocument } from "./document/document.ts";
import { renameNode, setArg, setName } from "./document/edits.ts";
import { createEditor, type Editor } from "./editor/editor.ts";
import { chooseInput } from "./editor/inputs.ts";
import { select } from "./editor/selection.ts";

const engine = () => Object.assign(createSession(), { warm: () => {}, restart: () => {}, dispose: () => {} });
const open = (client: ReturnType<typeof engine>, name: string) =>
  createEditor({ client, document: { ...emptyDocument, name, graph: lenet() } });

/** Waits until the values of all that is in the graph are there. */
const settled = ({ run }: Editor) =>
  vi.waitFor(() => {
    expect(run.getState()).toMatchObject({ status: "idle", failures: [] });
    expect(run.getState().current.size).toBeGreaterThan(5);
  });

const all = (editor: Editor) => ({
  history: editor.history.store.getState(),
  view: editor.view.getState(),
  inputs: editor.inputs.getState(),
  weights: editor.weights.getState(),
  run: editor.run.getState(),
});
const mean = ({ run }: Editor, port: string) => run.getState().activations[port]?.stats.mean;

/** Does something of everything in an editor. */
async function work(editor: Editor): Promise<void> {
  const node = editor.document().graph.nodes.conv1;
  editor.history.edit(setName("worked on"));
  editor.history.edit(setArg("conv1", "out_channels", 4));
  editor.history.edit(renameNode("relu1", "act"));
  select(editor, ["conv1"]);
  editor.view.setState({ renaming: "pool1", viewedPort: { node: "conv1", port: null } });
  editor.unfinished.keep(node, "out_channels", "4 and a");
  chooseInput(editor, "input", { kind: "uniform", seed: 7 });
  editor.controller.setSample(1);
  editor.controller.setTraining(true);
  await settled(editor);
}

test("what is edited, selected, fed and run in one is not seen in the other", async () => {
  const [one, other] = [open(engine(), "one"), open(engine(), "other")];
  const stops = [attend(one), attend(other)];
  await Promise.all([settled(one), settled(other)]);
  expect(mean(one, "conv2")).toBe(mean(other, "conv2"));
  const before = all(other);
  const node = other.document().graph.nodes.conv1;
  await work(one);
  expect(all(other)).toEqual(before);
  expect(other.run.getState()).toBe(before.run);
  expect(other.unfinished.kept(node, "out_channels")).toBe(null);
  expect(one.run.getState().activations.conv1?.shape).toEqual([2, 4, 24, 24]);
  expect(mean(one, "input")).not.toBe(mean(other, "input"));
  other.history.edit(setArg("conv1", "out_channels", 3));
  await settled(other);
  expect(other.run.getState().activations.conv1?.shape).toEqual([2, 3, 24, 24]);
  expect(one.run.getState().activations.conv1?.shape).toEqual([2, 4, 24, 24]);
  one.history.undo();
  expect(one.document().graph.nodes.relu1?.name).toBeUndefined();
  expect(other.history.store.getState().past).toHaveLength(1);
  for (const stop of stops) stop();
});

test("one engine serves two in turn: who comes back gets its own values again, and its state stayed", async () => {
  const shared = engine();
  const [one, other] = [open(shared, "one"), open(shared, "other")];
  let leave = attend(one);
  await work(one);
  const left = all(one);
  leave();

  leave = attend(other);
  await settled(other);
  expect(other.run.getState()).toMatchObject({ training: false, sample: 0 });
  expect(other.run.getState().activations.conv1?.shape).toEqual([2, 6, 24, 24]);
  expect(mean(other, "input")).not.toBe(left.run.activations.input?.stats.mean);
  expect(all(one)).toEqual(left);
  leave();

  leave = attend(one);
  await settled(one);
  expect(all(one)).toMatchObject({ history: left.history, view: left.view, inputs: left.inputs });
  expect(one.run.getState()).toMatchObject({ training: true, sample: 1 });
  for (const port of ["input", "conv1", "conv2"]) {
    expect(one.run.getState().activations[port]?.stats).toEqual(left.run.activations[port]?.stats);
  }
  leave();
});

test("who rests asks nothing of the engine", async () => {
  const shared = engine();
  const editor = open(shared, "parked");
  const run = vi.spyOn(shared, "run");
  const weights = vi.spyOn(shared, "loadWeights");
  editor.history.edit(setName("edited"));
  editor.controller.submit(lenet(), 1);
  expect(await editor.controller.loadWeights(new Uint8Array(8))).toMatchObject({ error: { kind: "stopped" } });
  await Promise.resolve();
  expect(run).not.toHaveBeenCalled();
  expect(weights).not.toHaveBeenCalled();
});

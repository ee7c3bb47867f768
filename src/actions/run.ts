// Owns the actions on the run: train and eval, weights, the sample shown, stopping and restarting.

import { ChevronLeft, ChevronRight, Dices, GraduationCap, RotateCcw, RotateCw, Square } from "lucide-react";
import type { Graph } from "../../engine/graph/graph.ts";
import { roleOf } from "../../engine/modules/index.ts";
import { setSeed } from "../document/edits.ts";
import type { Editor } from "../editor/editor.ts";
import { forgetWeights } from "../io/weights.ts";
import { defineAction } from "./define.ts";

/** How many samples the inputs hold: pictures show one of them. */
export function sampleCount(graph: Graph): number {
  const nodes = Object.values(graph.nodes);
  const batches = nodes.map((node) => (roleOf(node.module) === "input" ? node.args?.shape : undefined));
  const sizes = batches.map((shape) => (Array.isArray(shape) && Number.isInteger(shape[0]) ? Number(shape[0]) : 1));
  return Math.max(1, ...sizes);
}

const moveSample = (editor: Editor, by: number) => {
  const { sample } = editor.run.getState();
  editor.controller.setSample(Math.min(sampleCount(editor.document().graph) - 1, Math.max(0, sample + by)));
};

export const runActions = [
  defineAction({
    id: "model.training",
    label: "toolbar.train",
    icon: GraduationCap,
    keys: ["T"],
    checked: (editor) => editor.run.getState().training,
    perform: (editor) => editor.controller.setTraining(!editor.run.getState().training),
  }),
  defineAction({
    id: "model.previousSample",
    label: "viewer.previousSample",
    icon: ChevronLeft,
    keys: ["["],
    enabled: (editor) => editor.run.getState().sample > 0,
    perform: (editor) => moveSample(editor, -1),
  }),
  defineAction({
    id: "model.nextSample",
    label: "viewer.nextSample",
    icon: ChevronRight,
    keys: ["]"],
    enabled: (editor) => editor.run.getState().sample < sampleCount(editor.document().graph) - 1,
    perform: (editor) => moveSample(editor, 1),
  }),
  defineAction({
    id: "model.resetWeights",
    label: "toolbar.resetWeights",
    icon: RotateCcw,
    perform: (editor) => forgetWeights(editor),
  }),
  defineAction({
    id: "model.newSeed",
    label: "toolbar.newSeed",
    icon: Dices,
    perform: (editor) => editor.history.edit((d) => setSeed(d.seed + 1)(d)),
  }),
  defineAction({
    id: "model.stop",
    label: "toolbar.stop",
    icon: Square,
    keys: ["Mod+."],
    inFields: true,
    enabled: (editor) => editor.run.getState().status === "running",
    perform: (editor) => void editor.controller.stop(),
  }),
  defineAction({
    id: "model.restart",
    label: "toolbar.restart",
    icon: RotateCw,
    keys: ["Mod+Enter"],
    inFields: true,
    perform: (editor) => void editor.controller.restart(),
  }),
] as const;

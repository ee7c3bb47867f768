// Owns the actions on the run: train and eval, weights, the sample shown, stopping and restarting.

import { ChevronLeft, ChevronRight, Dices, GraduationCap, RotateCcw, RotateCw, Square } from "lucide-react";
import type { Graph } from "../../engine/graph/graph.ts";
import { roleOf } from "../../engine/modules/index.ts";
import { setSeed } from "../document/edits.ts";
import { currentDocument, history } from "../document/store.ts";
import { forgetWeights } from "../io/weights.ts";
import { runController } from "../run/instance.ts";
import { runStore } from "../run/store.ts";
import { sessionStore, updateSession } from "../session/store.ts";
import { defineAction } from "./define.ts";

/** How many samples the inputs hold: pictures show one of them. */
export function sampleCount(graph: Graph): number {
  const nodes = Object.values(graph.nodes);
  const batches = nodes.map((node) => (roleOf(node.module) === "input" ? node.args?.shape : undefined));
  const sizes = batches.map((shape) => (Array.isArray(shape) && Number.isInteger(shape[0]) ? Number(shape[0]) : 1));
  return Math.max(1, ...sizes);
}

const moveSample = (by: number) => {
  const { sample } = sessionStore.getState();
  updateSession({ sample: Math.min(sampleCount(currentDocument().graph) - 1, Math.max(0, sample + by)) });
};

export const runActions = [
  defineAction({
    id: "model.training",
    label: "toolbar.train",
    icon: GraduationCap,
    keys: ["T"],
    checked: () => sessionStore.getState().training,
    perform: () => updateSession({ training: !sessionStore.getState().training }),
  }),
  defineAction({
    id: "model.previousSample",
    label: "viewer.previousSample",
    icon: ChevronLeft,
    keys: ["["],
    enabled: () => sessionStore.getState().sample > 0,
    perform: () => moveSample(-1),
  }),
  defineAction({
    id: "model.nextSample",
    label: "viewer.nextSample",
    icon: ChevronRight,
    keys: ["]"],
    enabled: () => sessionStore.getState().sample < sampleCount(currentDocument().graph) - 1,
    perform: () => moveSample(1),
  }),
  defineAction({
    id: "model.resetWeights",
    label: "toolbar.resetWeights",
    icon: RotateCcw,
    perform: () => forgetWeights(),
  }),
  defineAction({
    id: "model.newSeed",
    label: "toolbar.newSeed",
    icon: Dices,
    perform: () => history.edit((d) => setSeed(d.seed + 1)(d)),
  }),
  defineAction({
    id: "model.stop",
    label: "toolbar.stop",
    icon: Square,
    keys: ["Mod+."],
    inFields: true,
    enabled: () => runStore.getState().status === "running",
    perform: () => void runController.stop(),
  }),
  defineAction({
    id: "model.restart",
    label: "toolbar.restart",
    icon: RotateCw,
    keys: ["Mod+Enter"],
    inFields: true,
    perform: () => void runController.restart(),
  }),
] as const;

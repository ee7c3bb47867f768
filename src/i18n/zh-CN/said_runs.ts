// 简体中文: what the engine says of runs that cannot be.
import type { runPhrases } from "../../../engine/core/phrases_runs.ts";
import type { Translated } from "../keys.ts";

export const saidOfRuns = {
  tooManyLayers: "模型有 {{modules}} 层，最多只能运行 {{most}} 层。",
  noShape: "{{node}}：{{shape}} 不是形状",
  runElements: "{{node}}：{{shape}} 的元素超过 {{most}} 个",
  wrongArray: "{{node}}：{{dtype}} 应以 {{wants}} 给出，得到的是 {{got}}",
  otherShape: "{{node}} 的形状是 {{shape}}，而给它的张量形状是 {{given}}",
  otherDtype: "{{node}} 应为 {{dtype}}，而给它的张量是 {{given}}",
  needsMemory: "运行此模型需要 {{bytes}}，上限是 {{limit}}：{{largest}}。",
  aloneNeeds: "仅 {{node}} 的 {{shape}} 就需要 {{bytes}}",
  nodeMemory: "{{node}}：内存不足。",
  nodeMemoryFor: "{{node}}：内存不足，{{shape}} 需要 {{bytes}}。",
  buildMemory: "内存不足，无法构建模型。",
  weightsMemory: "内存不足，无法加载权重。",
  runStopped: "运行已停止。",
  engineUnreadable: "引擎发来的内容无法读取，已重新启动。",
  engineClosed: "引擎已关闭。",
  engineNotStarted: "引擎无法启动：{{reason}}",
  engineHung: "引擎在 {{seconds}} 秒内没有停下，已重新启动。您的模型完好无损。",
  engineRestarted: "引擎已重新启动。",
  engineCrashed: "引擎崩溃，已重新启动。您的模型完好无损。",
  engineCrashedOf: "引擎崩溃，已重新启动。您的模型完好无损。（{{reason}}）",
} as const satisfies Translated<typeof runPhrases>;

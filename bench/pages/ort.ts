// Owns onnxruntime-web as a contestant, on its WebAssembly backend.
import * as ort from "onnxruntime-web/wasm";
import { onnxModel } from "../onnx.ts";
import { folded } from "./fold.ts";
import { install } from "./peer.ts";

install({
  async start(threads) {
    ort.env.wasm.numThreads = threads;
    ort.env.wasm.wasmPaths = new URL("/ort/", location.href).href;
    ort.env.logLevel = "error";
    return `onnxruntime-web ${ort.env.versions.web}`;
  },
  async prepare(task) {
    if (task.train) throw new Error("onnxruntime-web has no training in its WebAssembly build");
    const session = await ort.InferenceSession.create(onnxModel(task, folded(task, false)), {
      executionProviders: ["wasm"],
      graphOptimizationLevel: "all",
    });
    const feeds = Object.fromEntries(
      task.inputs.map(({ name, shape }) => [name, new ort.Tensor("float32", task.input(name), shape)]),
    );
    return {
      once: async () => (await session.run(feeds)).output!.data as Float32Array,
      release: () => session.release(),
    };
  },
});

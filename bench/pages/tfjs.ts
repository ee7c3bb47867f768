// Owns TensorFlow.js as a contestant, on its wasm or its cpu backend (the page's query says which).
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { sizeOf } from "../task.ts";
import { folded } from "./fold.ts";
import { install } from "./peer.ts";
import { type Environment, runSteps, tfWeights } from "./tfjs_steps.ts";

const backend = location.search === "?cpu" ? "cpu" : "wasm";

/** From (N, C, H, W) to the (N, H, W, C) that TensorFlow.js computes in; other ranks stay. */
const inward = (x: tf.Tensor): tf.Tensor => (x.rank === 4 ? tf.transpose(x, [0, 2, 3, 1]) : x);

function outward(output: Float32Array, shape: readonly number[]): Float32Array {
  if (shape.length !== 4) return output;
  const [n, c, h, w] = shape as [number, number, number, number];
  return tf.tidy(() => tf.transpose(tf.tensor4d(output, [n, h, w, c]), [0, 3, 1, 2]).dataSync()) as Float32Array;
}

/** A tensor's values. Not within tf.tidy, which looks at what it returns element by element. */
function read(tensor: tf.Tensor): Float32Array {
  const values = tensor.dataSync() as Float32Array;
  tensor.dispose();
  return values;
}

install({
  async start(threads) {
    setWasmPaths(new URL("/tfjs/", location.href).href);
    setThreadsCount(threads);
    // The threaded build is taken wherever a page may have threads; one thread is fairer without its overhead.
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", threads > 1);
    if (!(await tf.setBackend(backend))) throw new Error(`the ${backend} backend does not start`);
    return `TensorFlow.js ${tf.version_core}`;
  },
  async prepare(task) {
    const inputs = new Map(
      task.inputs.map(({ name, shape }) => [name, tf.tidy(() => inward(tf.tensor(task.input(name), [...shape])))]),
    );
    if (task.train) {
      const { lr, labels } = task.train;
      const weights = tfWeights(task, task.steps, true);
      const classes = task.outputShape[1]!;
      const wanted = tf.tidy(() => tf.oneHot(tf.tensor1d([...labels], "int32"), classes).toFloat());
      const optimizer = tf.train.sgd(lr);
      const environment: Environment = { weights, training: true };
      return {
        once: () =>
          read(
            tf.tidy(
              () =>
                optimizer.minimize(() => {
                  const logits = runSteps(task.steps, inputs, environment).get(task.output)!;
                  return tf.losses.softmaxCrossEntropy(wanted, logits) as tf.Scalar;
                }, true)!,
            ),
          ),
        release: () => tf.disposeVariables(),
      };
    }
    const { steps, output } = folded(task, true);
    const weights = tfWeights(task, steps, false);
    return {
      once: () => read(tf.tidy(() => runSteps(steps, inputs, { weights, training: false }).get(output)!)),
      torchOrder: (values) => {
        if (values.length !== sizeOf(task.outputShape)) throw new Error(`gives ${values.length} values`);
        return outward(values, task.outputShape);
      },
      release: () => {
        tf.dispose([...inputs.values(), ...weights.values()]);
      },
    };
  },
});

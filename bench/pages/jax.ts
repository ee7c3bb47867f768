// Owns jax-js as a contestant, on its wasm backend. Functions take ownership of their arrays: `.ref` keeps one.
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import { folded } from "./fold.ts";
import { jaxWeights, runSteps, type Weights } from "./jax_steps.ts";
import { install } from "./peer.ts";

type Values = Record<string, np.Array>;

const floats = (values: Awaited<ReturnType<np.Array["data"]>>): Float32Array => values as Float32Array;

install({
  async start() {
    await init("wasm");
    defaultDevice("wasm");
    return "jax-js 0.1.25";
  },
  async prepare(task) {
    const inputs: Values = Object.fromEntries(
      task.inputs.map(({ name, shape }) => [name, np.array(task.input(name)).reshape([...shape])]),
    );
    await blockUntilReady(inputs);
    if (!task.train) {
      const { steps, output } = folded(task, true);
      let weights = jaxWeights(task, steps);
      await blockUntilReady(weights);
      const forward = jit((given: Weights, values: Values) => runSteps(steps, values, given, output, false));
      return {
        once: async () => floats(await forward(tree.ref(weights), tree.ref(inputs)).data()),
        release: () => {
          tree.dispose(weights);
          tree.dispose(inputs);
          forward.dispose();
          weights = {};
        },
      };
    }
    const { lr, labels } = task.train;
    const all = jaxWeights(task, task.steps);
    let weights: Weights = {};
    for (const [key, value] of Object.entries(all)) {
      if (key.includes("running_")) value.dispose();
      else weights[key] = value;
    }
    const wanted = nn.oneHot(np.array([...labels], { dtype: np.int32 }), task.outputShape[1]!);
    await blockUntilReady(weights);
    const lossOf = (given: Weights, values: Values, target: np.Array): np.Array => {
      const logits = runSteps(task.steps, values, given, task.output, true);
      return np.sum(nn.logSoftmax(logits, -1).mul(target)).mul(-1 / labels.length);
    };
    const step = jit((given: Weights, values: Values, target: np.Array): [np.Array, Weights] => {
      const [loss, grads] = valueAndGrad(lossOf)(tree.ref(given), values, target);
      const moved = Object.entries(given).map(([key, value]) => [key, value.sub((grads as Weights)[key]!.mul(lr))]);
      return [loss, Object.fromEntries(moved) as Weights];
    });
    return {
      once: async () => {
        const [loss, moved] = step(weights, tree.ref(inputs), wanted.ref) as [np.Array, Weights];
        weights = moved;
        await blockUntilReady(weights);
        return floats(await loss.data());
      },
      release: () => {
        tree.dispose(weights);
        tree.dispose(inputs);
        step.dispose();
      },
    };
  },
});

// Owns our own engine as a contestant.
import { compile } from "../../engine/graph/compile.ts";
import { Generator, nn, plan, ready, scope, type Tensor, tensor, torch } from "../../engine/index.ts";
import { SGD } from "../../engine/optim/index.ts";
import type { LoadedTask } from "../task.ts";
import { install, type Runner } from "./peer.ts";

const floats = (output: Tensor): Float32Array => output.toTypedArray() as Float32Array;
const nothing = (): void => {};

function matmul(task: LoadedTask): Runner {
  const [a, b] = task.inputs.map(({ name, shape }) => tensor(task.input(name), { shape }).keep());
  return { once: () => scope(() => floats(torch.matmul(a!, b!))), release: nothing };
}

function build(task: LoadedTask) {
  const model = nn.fromSpec(compile(task.graph!).spec, (name) => new Generator(name.length));
  const weights = task.weights.map(({ name, shape }) => [name, tensor(task.weight(name), { shape })] as const);
  scope(() => model.load_state_dict(new Map(weights), { strict: false }));
  return model;
}

install({
  async start(threads) {
    await ready({ threads });
    return "edgewise";
  },
  async prepare(task) {
    if (task.kind === "matmul") return matmul(task);
    const model = build(task);
    const inputs = task.inputs.map(({ name, shape }) => tensor(task.input(name), { shape }).keep());
    if (!task.train) {
      const planned = plan(model.eval(), inputs);
      // A module of several outputs (an LSTM) returns them all; the first is what the others return too.
      return { once: () => floats(planned.run(...inputs)[0]!), release: () => planned.release() };
    }
    model.train();
    const labels = tensor(task.train.labels, { dtype: "int64" }).keep();
    const criterion = nn.create("CrossEntropyLoss");
    const optimizer = SGD(model.parameters(), { lr: task.train.lr });
    return {
      once: () =>
        scope(() => {
          optimizer.zero_grad();
          const loss = criterion.call(model.call(...inputs), labels) as Tensor;
          loss.backward();
          optimizer.step();
          return floats(loss);
        }),
      release: nothing,
    };
  },
});

// Owns our own engine as a contestant, run as its users run it.
import { compile } from "../../engine/graph/compile.ts";
import { Generator, nn, plan, planTraining, ready, scope, type Tensor, tensor, torch } from "../../engine/index.ts";
import { loadKernels } from "../../engine/kernels/index.ts";
import { SGD } from "../../engine/optim/index.ts";
import type { LoadedTask } from "../task.ts";
import { install, type Runner } from "./peer.ts";

/** The output where it lies: JavaScript reads the kernels' memory without a copy, until the next run writes there. */
const floats = (output: Tensor): Float32Array => output.floats;

/** The inputs of a task as tensors, in order. */
const inputsOf = (task: LoadedTask): Tensor[] =>
  task.inputs.map(({ name, shape }) => tensor(task.input(name), { shape }).keep());

/** The task's model with the task's weights. */
function build(task: LoadedTask) {
  const model = nn.fromSpec(compile(task.graph!).spec, (name) => new Generator(name.length));
  const weights = task.weights.map(({ name, shape }) => [name, tensor(task.weight(name), { shape })] as const);
  scope(() => model.load_state_dict(new Map(weights), { strict: false }));
  return model;
}

function matmul(task: LoadedTask): Runner {
  const [a, b] = inputsOf(task);
  let product: Tensor | null = null;
  const once = (): Float32Array => {
    product?.storage.free();
    product = torch.matmul(a!, b!);
    return floats(product);
  };
  return { once, release: () => product?.storage.free() };
}

function forward(task: LoadedTask): Runner {
  const inputs = inputsOf(task);
  const planned = plan(build(task).eval(), inputs);
  for (const [i, input] of inputs.entries()) planned.inputs[i]!.copy_(input);
  // A module of several outputs (an LSTM) returns them all; the first is what the others return too.
  return { once: () => floats(planned.run(...planned.inputs)[0]!), release: () => planned.release() };
}

function training(task: LoadedTask, { lr, labels: classes }: NonNullable<LoadedTask["train"]>): Runner {
  const model = build(task).train();
  const inputs = inputsOf(task);
  const labels = tensor(classes, { dtype: "int64" }).keep();
  const optimizer = SGD(model.parameters(), { lr });
  const planned = planTraining(model, nn.create("CrossEntropyLoss"), optimizer, inputs, [labels]);
  return { once: () => floats(planned.step(...inputs, labels)), release: () => planned.release() };
}

/** Everything the benchmark measures of us is what this returns: one run of a task, made ready as a user would. */
function buildRunner(task: LoadedTask): Runner {
  if (task.kind === "matmul") return matmul(task);
  return task.train ? training(task, task.train) : forward(task);
}

install({
  async start(threads) {
    await ready({ threads });
    // Asked for again, the kernels that are there tell what they are.
    const loaded = await loadKernels(undefined, threads);
    if (loaded.threads !== threads) throw new Error(`runs on ${loaded.threads} of ${threads} threads`);
    return `${loaded.set} kernels`;
  },
  prepare: async (task) => buildRunner(task),
});

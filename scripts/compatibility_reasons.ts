// Owns why the engine does not have what torch has, and what it does not reproduce; the tables say the rest by themselves.

const lazy = "What it leaves out may be left out of a node: it is inferred from the input's shape.";
const former = "Former name of";

/** Classes of torch.nn that are not there. */
export const missingClasses: Readonly<Record<string, string>> = {
  Container: "Former base class; Sequential, ModuleList and ModuleDict took its place.",
  DataParallel: "There is one device.",
  ...Object.fromEntries(
    [
      ...["BatchNorm", "Conv", "ConvTranspose", "InstanceNorm"].flatMap((name) =>
        [1, 2, 3].map((d) => `Lazy${name}${d}d`),
      ),
      "LazyLinear",
    ].map((name) => [name, lazy]),
  ),
  NLLLoss2d: "Former name of NLLLoss, which takes the same inputs.",
  RNNBase: "Computes nothing itself; RNN, LSTM and GRU have its arguments.",
  RNNCellBase: "Computes nothing itself; RNNCell, LSTMCell and GRUCell have its arguments.",
  SyncBatchNorm: "Needs several processes, each with a GPU.",
  UninitializedBuffer: "What lazy modules hold before their first call.",
  UninitializedParameter: "What lazy modules hold before their first call.",
};

/** Arguments of torch.nn that are not there. */
export const missingArguments: Readonly<Record<string, string>> = {
  "GRU.proj_size": "torch refuses every value but 0",
  "RNN.proj_size": "torch refuses every value but 0",
};

/** Functions and classes beside torch.nn's modules that are not there. */
export const missingNames: Readonly<Record<string, string>> = {
  "functional.conv_tbc": "No module of torch.nn uses it.",
  "functional.native_channel_shuffle": "`channel_shuffle` gives the same numbers.",
  "functional.upsample_bilinear": `${former} \`interpolate\` with \`mode='bilinear', align_corners=True\`.`,
  "functional.upsample_nearest": `${former} \`interpolate\` with \`mode='nearest'\`.`,
  "utils.clip_grad_norm": `${former} \`clip_grad_norm_\`.`,
  "utils.convert_conv2d_weight_memory_format": "Tensors have one memory format.",
  "utils.fuse_conv_bn_eval": "No weights are changed for speed.",
  "utils.fuse_conv_bn_weights": "No weights are changed for speed.",
  "utils.skip_init": "No module is built without its first values.",
  "optim.SparseAdam": "There are no sparse tensors.",
};

/** What torch draws at random and we do not, or not alike. */
export const otherRandom: readonly (readonly [what: string, why: string])[] = [
  ["Streams of CUDA and other devices", "There is one device, the CPU."],
  ["`torch.seed`, `fork_rng`, states of generators as tensors", "`Generator.get_state` gives a state of its own form."],
  [
    "`Tensor.cauchy_`, `geometric_`, `log_normal_`, `torch.multinomial`, `torch.poisson`, `torch.normal`",
    "No module of torch.nn uses them.",
  ],
  [
    "`init.orthogonal_`, `init.trunc_normal_`",
    "Same draws; what is computed of them agrees to 3e-6, not to the last bit.",
  ],
  [
    "`torch.randn` of 16 numbers and more",
    "PyTorch computes it eight at a time where the processor has AVX2, and otherwise differently in the last bit; ours is the former.",
  ],
  [
    "First weights of a graph's nodes",
    "A node draws from a stream of its own, seeded with the name it was made with, so that neither a new node nor a rename changes weights. `nn.Sequential` in code draws as PyTorch.",
  ],
];

/** Where PyTorch 1.13 gives something else, and why we do not. */
export const otherNumbers: readonly (readonly [what: string, why: string])[] = [
  [
    "Gradient of `CrossMapLRN2d`",
    "PyTorch's window of the gradient is off by one channel; ours is the gradient of what is computed, as finite differences show.",
  ],
  [
    "Gradient of `PoissonNLLLoss(full=True)` for a negative target",
    "PyTorch gives NaN for a term that it has replaced by 0; ours is without the term.",
  ],
  [
    "`MultiheadAttention` with two float masks",
    "PyTorch 1.13 reads the second as a mask of bools; ours adds both, as PyTorch does from 2.0 on.",
  ],
  [
    "`EmbeddingBag(include_last_offset=True)` of a matrix",
    "PyTorch 1.13 loses the last row or fails; ours has a bag for every row.",
  ],
  [
    "`inplace=True` in a graph",
    "An edge shows what its node has computed, so no node overwrites it; modules in code do.",
  ],
];

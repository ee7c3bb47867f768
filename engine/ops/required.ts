// Owns how many arguments the functions of torch.nn.functional that torch writes in Python cannot do without.
import { alike } from "./torch/alike.ts";

/** By function, where it is more than the first one. */
export const requiredArguments: Readonly<Record<string, number>> = {
  ...alike(["unfold", "grid_sample", "affine_grid", "group_norm", "layer_norm", "rms_norm", "local_response_norm"], 2),
  ...alike(["l1_loss", "mse_loss", "soft_margin_loss", "multilabel_margin_loss", "smooth_l1_loss", "huber_loss"], 2),
  ...alike(["hinge_embedding_loss", "poisson_nll_loss", "kl_div", "binary_cross_entropy", "nll_loss"], 2),
  ...alike(["multilabel_soft_margin_loss", "binary_cross_entropy_with_logits", "cross_entropy"], 2),
  ...alike(["multi_margin_loss", "embedding", "embedding_bag"], 2),
  ...alike(["adaptive_avg_pool2d", "adaptive_avg_pool3d"], 2),
  ...alike(["max_pool1d", "max_pool2d", "max_pool3d"], 2),
  ...alike(["adaptive_max_pool1d", "adaptive_max_pool2d", "adaptive_max_pool3d"], 2),
  ...alike(["fractional_max_pool2d", "fractional_max_pool3d"], 2),
  ...alike(["fold", "lp_pool1d", "lp_pool2d", "lp_pool3d", "max_unpool1d", "max_unpool2d", "max_unpool3d"], 3),
  ...alike(["threshold", "batch_norm", "gaussian_nll_loss", "margin_ranking_loss", "cosine_embedding_loss"], 3),
  ...alike(["triplet_margin_loss", "triplet_margin_with_distance_loss"], 3),
  ctc_loss: 4,
  multi_head_attention_forward: 13,
};

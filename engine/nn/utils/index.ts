// Owns torch.nn.utils' namespace.
export { clip_grad_norm_, clip_grad_value_ } from "./clip_grad.ts";
export { parameters_to_vector, vector_to_parameters } from "./convert_parameters.ts";
export { remove_spectral_norm, spectral_norm } from "./spectral_norm.ts";
export { remove_weight_norm, weight_norm } from "./weight_norm.ts";

// Owns how steps of optimizers are divided among threads: by elements.
import { floats, type Partitions } from "../threads/partition.ts";
import type { OptimExports } from "./exports.ts";

export const optimPartitions: Partitions<keyof OptimExports> = {
  sgd: floats("p", "g", "buffer"),
  adam: floats("p", "g", "moment", "square", "most"),
  momentStep: floats("p", "g", "moment", "square"),
  adamax: floats("p", "g", "moment", "largest"),
  adagrad: floats("p", "g", "sum"),
  adadelta: floats("p", "g", "square", "moved"),
  rmsprop: floats("p", "g", "square", "buffer", "mean"),
  rprop: floats("p", "g", "previous", "stepSize"),
  asgd: floats("p", "g", "ax"),
};

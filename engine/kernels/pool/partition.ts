// Owns how pooling is divided among threads: by planes.
import { type Partitions, ranges, touched } from "../threads/partition.ts";
import type { PoolExports } from "./exports.ts";

type Sizes = Readonly<Record<"id" | "ih" | "iw" | "od" | "oh" | "ow", number>>;
const inPlane = ({ id, ih, iw }: Sizes): number => id * ih * iw;
const outPlane = ({ od, oh, ow }: Sizes): number => od * oh * ow;

export const poolPartitions: Partitions<keyof PoolExports> = {
  maxPoolForward: ranges(
    "planes",
    (args) => ({ x: 4 * inPlane(args), out: 4 * outPlane(args), indices: 8 * outPlane(args) }),
    (args) => 8 * args.planes * outPlane(args) * args.kd * args.kh * args.kw,
  ),
  maxPoolTaps: ranges(
    "planes",
    // A byte for each window, or nothing.
    (args) => ({ x: 4 * inPlane(args), out: 4 * outPlane(args), taps: outPlane(args) }),
    (args) => 4 * args.planes * outPlane(args) * args.kd * args.kh * args.kw,
  ),
  maxPoolTapsBackward: ranges(
    "planes",
    (args) => ({ g: 4 * outPlane(args), taps: outPlane(args), gradInput: 4 * inPlane(args) }),
    (args) => touched * args.planes * outPlane(args),
  ),
  maxPoolBackward: ranges(
    "planes",
    ({ inPlane, outPlane }) => ({ g: 4 * outPlane, indices: 8 * outPlane, gradInput: 4 * inPlane }),
    ({ planes, inPlane, outPlane }) => touched * planes * (inPlane + outPlane),
  ),
  averageForward: ranges(
    "planes",
    (args) => ({ x: 4 * inPlane(args), out: 4 * outPlane(args) }),
    (args) => touched * args.planes * (inPlane(args) + outPlane(args)),
  ),
  averageBackward: ranges(
    "planes",
    (args) => ({ g: 4 * outPlane(args), gradInput: 4 * inPlane(args) }),
    (args) => touched * args.planes * (inPlane(args) + outPlane(args)),
  ),
};

// Declares the modules that exchange channels for pixels, and channels for one another.
import { defineModule, sameBound } from "./define.ts";
import { int } from "./fields.ts";

export const PixelShuffle = defineModule({
  name: "PixelShuffle",
  category: "Vision",
  doc: "Makes images larger by turning groups of channels into pixels.",
  args: {
    upscale_factor: int({
      start: 2,
      doc: "How many times as wide and high the output is; divides the channels twice.",
    }),
  },
  inputBound: sameBound,
  forward: (F, { args }, x) => F.pixel_shuffle(x, args.upscale_factor),
});

export const PixelUnshuffle = defineModule({
  name: "PixelUnshuffle",
  category: "Vision",
  doc: "Makes images smaller by turning squares of pixels into channels.",
  args: { downscale_factor: int({ start: 2, doc: "How many times narrower and lower the output is." }) },
  inputBound: sameBound,
  forward: (F, { args }, x) => F.pixel_unshuffle(x, args.downscale_factor),
});

export const ChannelShuffle = defineModule({
  name: "ChannelShuffle",
  category: "Vision",
  doc: "Deals the channels out anew, so that groups exchange values.",
  args: { groups: int({ start: 1, doc: "How many groups the channels come in; must divide them." }) },
  inputBound: sameBound,
  forward: (F, { args }, x) => F.channel_shuffle(x, args.groups),
  check: ({ groups }) =>
    groups > 0 ? null : `Number of groups to divide channels in must be positive. Value of groups:${groups}`,
});

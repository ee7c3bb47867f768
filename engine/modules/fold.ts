// Declares Unfold and Fold: windows of an image as columns, and back.
import { defineModule } from "./define.ts";
import { intOrTuple } from "./fields.ts";

const windowArgs = () => ({
  kernel_size: intOrTuple(2, { min: 1, start: 3, doc: "Height and width of the windows." }),
  dilation: intOrTuple(2, { default: 1, min: 1, doc: "Distance between the values a window looks at." }),
  padding: intOrTuple(2, { default: 0, min: 0, doc: "Width of the border of zeros around the image." }),
  stride: intOrTuple(2, { default: 1, min: 1, doc: "How far apart the windows are." }),
});

export const Unfold = defineModule({
  name: "Unfold",
  category: "Convolution",
  doc: "Lays the values of every window of an image into a column.",
  args: windowArgs(),
  forward: (F, { args: a }, x) => F.unfold(x, a.kernel_size, a.dilation, a.padding, a.stride),
});

export const Fold = defineModule({
  name: "Fold",
  category: "Convolution",
  doc: "Adds columns of window values up to the image they came from.",
  args: {
    // What Unfold makes of the image that a new Input is.
    output_size: intOrTuple(2, { min: 1, start: 28, doc: "Height and width of the image to make." }),
    ...windowArgs(),
  },
  forward: (F, { args: a }, x) => F.fold(x, a.output_size, a.kernel_size, a.dilation, a.padding, a.stride),
});

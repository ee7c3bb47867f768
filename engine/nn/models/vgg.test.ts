// Compares VGG-11 (Simonyan and Zisserman, 2014), written with the public API, with torchvision's, with and without
// batch normalisation. The classifier has 64 units in place of 4096, whose weights alone are 400 MB.
import { beforeAll } from "vitest";
import { nn, ready, type Tensor } from "../../index.ts";
import type { Module } from "../base.ts";
import { sameAsTorchvision } from "./torchvision.fixture.ts";

/** Channels of the convolutions; null is a pooling. */
const configuration = [64, null, 128, null, 256, 256, null, 512, 512, null, 512, 512, null];

function features(hasNorm: boolean): Module[] {
  let inputs = 3;
  return configuration.flatMap((outputs): Module[] => {
    if (outputs === null) return [nn.MaxPool2d(2, 2)];
    const conv = nn.Conv2d(inputs, outputs, 3, { padding: 1 });
    inputs = outputs;
    return [conv, ...(hasNorm ? [nn.BatchNorm2d(outputs)] : []), nn.ReLU({ inplace: true })];
  });
}

class VGG extends nn.Module {
  features;
  avgpool = nn.AdaptiveAvgPool2d([7, 7]);
  classifier = nn.Sequential(
    nn.Linear(512 * 7 * 7, 64),
    nn.ReLU(true),
    nn.Dropout({ p: 0.5 }),
    nn.Linear(64, 64),
    nn.ReLU(true),
    nn.Dropout({ p: 0.5 }),
    nn.Linear(64, 10),
  );

  constructor(hasNorm: boolean) {
    super();
    this.features = nn.Sequential(...features(hasNorm));
  }

  override forward(x: Tensor): Tensor {
    const y: Tensor = this.avgpool.call(this.features.call(x));
    return this.classifier.call(y.flatten(1));
  }
}

// On the kernels that users have: the plain ones, which those are tested against, take minutes.
beforeAll(() => ready({ threads: 1 }));
sameAsTorchvision("vgg11", () => new VGG(false));
sameAsTorchvision("vgg11_bn", () => new VGG(true));

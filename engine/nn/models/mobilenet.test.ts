// Compares MobileNetV2 (Sandler et al., 2018) with a quarter of its channels, written with the public API, with
// torchvision's. The whole has so many ReLU6 that at every input some value lies where rounding decides its side.
import { beforeAll } from "vitest";
import { nn, ready, type Tensor } from "../../index.ts";
import type { Module } from "../base.ts";
import { sameAsTorchvision } from "./torchvision.fixture.ts";

class Conv2dNormActivation extends nn.Module {
  constructor(inputs: number, outputs: number, kernel: number, { stride = 1, groups = 1 } = {}) {
    super();
    const conv = nn.Conv2d(inputs, outputs, kernel, { stride, padding: (kernel - 1) / 2, groups, bias: false });
    this.add_module("0", conv);
    this.add_module("1", nn.BatchNorm2d(outputs));
    this.add_module("2", nn.ReLU6({ inplace: true }));
  }

  override forward(x: Tensor): Tensor {
    return this.children().reduce((y, module) => module.call(y), x);
  }
}

class InvertedResidual extends nn.Module {
  conv;
  readonly isResidual: boolean;

  constructor(inputs: number, outputs: number, stride: number, expansion: number) {
    super();
    const hidden = inputs * expansion;
    const layers: Module[] = expansion === 1 ? [] : [new Conv2dNormActivation(inputs, hidden, 1)];
    layers.push(new Conv2dNormActivation(hidden, hidden, 3, { stride, groups: hidden }));
    layers.push(nn.Conv2d(hidden, outputs, 1, 1, 0, { bias: false }), nn.BatchNorm2d(outputs));
    this.conv = nn.Sequential(...layers);
    this.isResidual = stride === 1 && inputs === outputs;
  }

  override forward(x: Tensor): Tensor {
    const y: Tensor = this.conv.call(x);
    return this.isResidual ? x.add(y) : y;
  }
}

/** Expansion, channels, how many blocks, stride of the first. */
const settings = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/** A quarter of the channels, as a multiple of 8. */
const quarter = (channels: number): number => Math.max(8, Math.round(channels / 32) * 8);

function features(): Module[] {
  let inputs = quarter(32);
  const layers: Module[] = [new Conv2dNormActivation(3, inputs, 3, { stride: 2 })];
  for (const [expansion, channels, count, stride] of settings) {
    const outputs = quarter(channels);
    for (let i = 0; i < count; i++) {
      layers.push(new InvertedResidual(inputs, outputs, i === 0 ? stride : 1, expansion));
      inputs = outputs;
    }
  }
  return [...layers, new Conv2dNormActivation(inputs, 1280, 1)];
}

class MobileNetV2 extends nn.Module {
  features = nn.Sequential(...features());
  classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(1280, 10));

  override forward(x: Tensor): Tensor {
    const y: Tensor = this.features.call(x);
    return this.classifier.call(nn.AdaptiveAvgPool2d([1, 1]).call(y).flatten(1));
  }
}

// On the kernels that users have: the plain ones, which those are tested against, take minutes.
beforeAll(() => ready({ threads: 1 }));
sameAsTorchvision("mobilenet_v2", () => new MobileNetV2());

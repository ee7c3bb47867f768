// Compares ResNet-18 (He et al., 2015), written with the public API, with torchvision's.
import { beforeAll } from "vitest";
import { nn, ready, type Tensor } from "../../index.ts";
import type { Module } from "../base.ts";
import { sameAsTorchvision } from "./torchvision.fixture.ts";

const conv3x3 = (inputs: number, outputs: number, stride = 1) =>
  nn.Conv2d(inputs, outputs, 3, { stride, padding: 1, bias: false });

class BasicBlock extends nn.Module {
  conv1;
  bn1;
  relu = nn.ReLU({ inplace: true });
  conv2;
  bn2;
  downsample: Module | null = null;

  constructor(inputs: number, outputs: number, stride: number) {
    super();
    this.conv1 = conv3x3(inputs, outputs, stride);
    this.bn1 = nn.BatchNorm2d(outputs);
    this.conv2 = conv3x3(outputs, outputs);
    this.bn2 = nn.BatchNorm2d(outputs);
    if (stride !== 1 || inputs !== outputs) {
      const conv = nn.Conv2d(inputs, outputs, 1, { stride, bias: false });
      this.downsample = nn.Sequential(conv, nn.BatchNorm2d(outputs));
    }
  }

  override forward(x: Tensor): Tensor {
    const identity: Tensor = this.downsample ? this.downsample.call(x) : x;
    const out: Tensor = this.relu.call(this.bn1.call(this.conv1.call(x)));
    return this.relu.call(this.bn2.call(this.conv2.call(out)).add(identity));
  }
}

const stage = (inputs: number, outputs: number, stride: number) =>
  nn.Sequential(new BasicBlock(inputs, outputs, stride), new BasicBlock(outputs, outputs, 1));

class ResNet extends nn.Module {
  conv1 = nn.Conv2d(3, 64, 7, { stride: 2, padding: 3, bias: false });
  bn1 = nn.BatchNorm2d(64);
  relu = nn.ReLU({ inplace: true });
  maxpool = nn.MaxPool2d(3, { stride: 2, padding: 1 });
  layer1 = stage(64, 64, 1);
  layer2 = stage(64, 128, 2);
  layer3 = stage(128, 256, 2);
  layer4 = stage(256, 512, 2);
  avgpool = nn.AdaptiveAvgPool2d([1, 1]);
  fc = nn.Linear(512, 10);

  override forward(x: Tensor): Tensor {
    let y: Tensor = this.maxpool.call(this.relu.call(this.bn1.call(this.conv1.call(x))));
    y = this.layer4.call(this.layer3.call(this.layer2.call(this.layer1.call(y))));
    return this.fc.call((this.avgpool.call(y) as Tensor).flatten(1));
  }
}

// On the kernels that users have: the plain ones, which those are tested against, take minutes.
beforeAll(() => ready({ threads: 1 }));
sameAsTorchvision("resnet18", () => new ResNet());

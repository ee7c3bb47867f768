// Compares the first dense block and transition of DenseNet-121 (Huang et al., 2016), written with the public API, with
// torchvision's.
import { beforeAll } from "vitest";
import { cat, nn, ready, type Tensor } from "../../index.ts";
import { sameAsTorchvision } from "./torchvision.fixture.ts";

class _DenseLayer extends nn.Module {
  norm1;
  relu1 = nn.ReLU({ inplace: true });
  conv1;
  norm2;
  relu2 = nn.ReLU({ inplace: true });
  conv2;

  constructor(inputs: number, growthRate: number, bottleneck: number) {
    super();
    this.norm1 = nn.BatchNorm2d(inputs);
    this.conv1 = nn.Conv2d(inputs, bottleneck * growthRate, 1, { stride: 1, bias: false });
    this.norm2 = nn.BatchNorm2d(bottleneck * growthRate);
    this.conv2 = nn.Conv2d(bottleneck * growthRate, growthRate, 3, { padding: 1, bias: false });
  }

  override forward(features: readonly Tensor[]): Tensor {
    const y: Tensor = this.conv1.call(this.relu1.call(this.norm1.call(cat(features, 1))));
    return this.conv2.call(this.relu2.call(this.norm2.call(y)));
  }
}

class _DenseBlock extends nn.Module {
  constructor(layers: number, inputs: number, growthRate: number, bottleneck: number) {
    super();
    for (let i = 0; i < layers; i++) {
      this.add_module(`denselayer${i + 1}`, new _DenseLayer(inputs + i * growthRate, growthRate, bottleneck));
    }
  }

  override forward(x: Tensor): Tensor {
    const features = [x];
    for (const layer of this.children()) features.push(layer.call(features));
    return cat(features, 1);
  }
}

class _Transition extends nn.Module {
  norm;
  relu = nn.ReLU({ inplace: true });
  conv;
  pool = nn.AvgPool2d({ kernel_size: 2, stride: 2 });

  constructor(inputs: number, outputs: number) {
    super();
    this.norm = nn.BatchNorm2d(inputs);
    this.conv = nn.Conv2d(inputs, outputs, 1, { bias: false });
  }

  override forward(x: Tensor): Tensor {
    return this.pool.call(this.conv.call(this.relu.call(this.norm.call(x))));
  }
}

class DenseNetBlocks extends nn.Module {
  denseblock1 = new _DenseBlock(6, 64, 32, 4);
  transition1 = new _Transition(256, 128);

  override forward(x: Tensor): Tensor {
    return this.transition1.call(this.denseblock1.call(x));
  }
}

// On the kernels that users have: the plain ones, which those are tested against, take minutes.
beforeAll(() => ready({ threads: 1 }));
sameAsTorchvision("densenet121_blocks", () => new DenseNetBlocks());

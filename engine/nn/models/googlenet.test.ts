// Compares GoogLeNet's (Szegedy et al., 2014) first layers and inception blocks, written with the public API, with
// torchvision's.
import { beforeAll } from "vitest";
import { cat, F, nn, ready, type Tensor } from "../../index.ts";
import { sameAsTorchvision } from "./torchvision.fixture.ts";

class BasicConv2d extends nn.Module {
  conv;
  bn;

  constructor(inputs: number, outputs: number, kernel: number, { stride = 1, padding = 0 } = {}) {
    super();
    this.conv = nn.Conv2d(inputs, outputs, kernel, { stride, padding, bias: false });
    this.bn = nn.BatchNorm2d(outputs, { eps: 0.001 });
  }

  override forward(x: Tensor): Tensor {
    return F.relu(this.bn.call(this.conv.call(x)));
  }
}

type Branches = readonly [
  one: number,
  reduce2: number,
  three: number,
  reduce3: number,
  five: number,
  poolProjection: number,
];

class Inception extends nn.Module {
  branch1;
  branch2;
  branch3;
  branch4;

  constructor(inputs: number, [one, reduce2, three, reduce3, five, poolProjection]: Branches) {
    super();
    this.branch1 = new BasicConv2d(inputs, one, 1);
    this.branch2 = nn.Sequential(
      new BasicConv2d(inputs, reduce2, 1),
      new BasicConv2d(reduce2, three, 3, { padding: 1 }),
    );
    // Torchvision's third branch has 3 × 3 where the paper has 5 × 5.
    this.branch3 = nn.Sequential(
      new BasicConv2d(inputs, reduce3, 1),
      new BasicConv2d(reduce3, five, 3, { padding: 1 }),
    );
    this.branch4 = nn.Sequential(
      nn.MaxPool2d(3, { stride: 1, padding: 1, ceil_mode: true }),
      new BasicConv2d(inputs, poolProjection, 1),
    );
  }

  override forward(x: Tensor): Tensor {
    return cat([this.branch1.call(x), this.branch2.call(x), this.branch3.call(x), this.branch4.call(x)] as Tensor[], 1);
  }
}

class GoogLeNetBlocks extends nn.Module {
  conv1 = new BasicConv2d(3, 64, 7, { stride: 2, padding: 3 });
  maxpool1 = nn.MaxPool2d(3, { stride: 2, ceil_mode: true });
  conv2 = new BasicConv2d(64, 64, 1);
  conv3 = new BasicConv2d(64, 192, 3, { padding: 1 });
  inception3a = new Inception(192, [64, 96, 128, 16, 32, 32]);
  inception3b = new Inception(256, [128, 128, 192, 32, 96, 64]);

  override forward(x: Tensor): Tensor {
    const y: Tensor = this.conv3.call(this.conv2.call(this.maxpool1.call(this.conv1.call(x))));
    return this.inception3b.call(this.inception3a.call(y));
  }
}

// On the kernels that users have: the plain ones, which those are tested against, take minutes.
beforeAll(() => ready({ threads: 1 }));
sameAsTorchvision("googlenet_blocks", () => new GoogLeNetBlocks());

// Containers: what they hold and under which names, their errors, and how they print; all as PyTorch.
import { expect, test } from "vitest";
import { F, nn, ones, type Tensor, zeros } from "../index.ts";
import type { Module } from "./base.ts";

const names = (module: Module): string[] => module.named_children().map(([name]) => name);

test("ModuleList: positions, slices, changes", () => {
  const list = nn.ModuleList([nn.ReLU(), nn.Linear(2, 3)]);
  list.append(nn.Tanh()).extend([nn.Sigmoid()]);
  expect(list.length).toBe(4);
  expect(String(list.get(-1))).toBe("Sigmoid()");
  expect(() => list.get(4)).toThrow("index 4 is out of range");
  list.insert(1, nn.GELU());
  expect([...list].map((m) => m._get_name())).toEqual(["ReLU", "GELU", "Linear", "Tanh", "Sigmoid"]);
  expect([...list.state_dict().keys()]).toEqual(["2.weight", "2.bias"]);
  list.delete(0);
  expect(names(list)).toEqual(["0", "1", "2", "3"]);
  expect([...list.state_dict().keys()]).toEqual(["1.weight", "1.bias"]);
  list[0] = nn.ELU();
  list.set(-1, nn.Mish());
  expect([...list].map((m) => m._get_name())).toEqual(["ELU", "Linear", "Tanh", "Mish"]);
  expect(names(list.slice(1, 3))).toEqual(["0", "1"]);
  expect(list.concat([nn.ReLU()]).length).toBe(5);
  expect(list.pop(-1)).toBeInstanceOf(nn.Mish);
  expect(() => list.call(ones([2]))).toThrow('Module [ModuleList] is missing the required "forward" function');
  expect(() => list.extend(3 as never)).toThrow("ModuleList.extend should be called with an iterable, but got int");
  expect(() => list.append(3 as never)).toThrow("int is not a Module subclass");
  expect(String(nn.ModuleList())).toBe("ModuleList()");
});

test("ModuleDict: keys in order, changes, KeyErrors", () => {
  const dict = nn.ModuleDict({ conv: nn.Conv2d(1, 2, 3), act: nn.ReLU() });
  dict.set("act", nn.Tanh());
  dict.update([["fc", nn.Linear(2, 1)]]);
  expect(dict.keys()).toEqual(["conv", "act", "fc"]);
  expect([...dict]).toEqual(dict.keys());
  expect(dict.items().map(([name, m]) => `${name}:${m._get_name()}`)).toEqual(["conv:Conv2d", "act:Tanh", "fc:Linear"]);
  expect(String(dict)).toBe(
    "ModuleDict(\n  (conv): Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1))\n  (act): Tanh()\n" +
      "  (fc): Linear(in_features=2, out_features=1, bias=True)\n)",
  );
  expect(dict.pop("conv")).toBeInstanceOf(nn.Conv2d);
  expect(dict.has("conv")).toBe(false);
  expect(() => dict.get("conv")).toThrow("'conv'");
  expect(() => dict.set("keys", nn.ReLU())).toThrow("attribute 'keys' already exists");
  expect(() => dict.update(3 as never)).toThrow(
    "ModuleDict.update should be called with an iterable of key/value pairs, but got int",
  );
  expect(() => dict.update([["a"]] as never)).toThrow(
    "ModuleDict update sequence element #0 has length 1; 2 is required",
  );
  dict.clear();
  expect(dict.length).toBe(0);
});

test("ParameterList: tensors become Parameters, other values stay", () => {
  const list = nn.ParameterList([new nn.Parameter(ones([2, 3])), zeros([4])]);
  list.append("note");
  expect(list.named_parameters().map(([name]) => name)).toEqual(["0", "1"]);
  expect(String(list)).toBe(
    "ParameterList(\n    (0): Parameter containing: [torch.float32 of size 2x3]\n" +
      "    (1): Parameter containing: [torch.float32 of size 4]\n    (2): Object of type: str\n)",
  );
  list[1] = new nn.Parameter(ones([1]));
  expect(list.get(-2).shape).toEqual([1]);
  expect(list.slice(0, 2).length).toBe(2);
  expect(() => list.get(3)).toThrow("index 3 is out of range");
  expect(() => list.extend(zeros([2]) as never)).toThrow(
    "ParameterList.extend should be called with an iterable, but got torch.FloatTensor",
  );
  expect(() => list.call()).toThrow("ParameterList should not be called.");
});

test("ParameterDict: keys in order, as a dict", () => {
  const dict = nn.ParameterDict({ left: new nn.Parameter(ones([2, 3])), right: zeros([2]) });
  expect(String(dict)).toBe(
    "ParameterDict(\n    (left): Parameter containing: [torch.FloatTensor of size 2x3]\n" +
      "    (right): Parameter containing: [torch.FloatTensor of size 2]\n)",
  );
  expect([...dict.state_dict().keys()]).toEqual(["left", "right"]);
  expect(dict.get("none")).toBeNull();
  expect(dict.setdefault("scale", ones([1]))).toBeInstanceOf(nn.Parameter);
  expect(dict.popitem()[0]).toBe("scale");
  expect(dict.copy().keys()).toEqual(["left", "right"]);
  dict.delete("left");
  expect(() => dict.pop("left")).toThrow("'left'");
  expect(() => dict.set("keys", ones([1]))).toThrow("attribute 'keys' already exists");
  expect(dict.length).toBe(1);
});

test("Sequential: replaced, deleted, inserted", () => {
  const seq = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1));
  seq[1] = nn.Tanh();
  seq.set(-1, nn.Linear(2, 5));
  expect(seq.call(ones([1, 2])).shape).toEqual([1, 5]);
  seq.delete(1);
  expect([...seq.state_dict().keys()]).toEqual(["0.weight", "0.bias", "1.weight", "1.bias"]);
  expect(() => seq.insert(3, nn.ReLU())).toThrow("Index out of range: 3");
  expect(() => seq.insert(0, 3 as never)).toThrow("module should be of type: <class 'torch.nn.modules.module.Module'>");
  expect(() => {
    seq[0] = 3 as never;
  }).toThrow("cannot assign 'int' as child module '0' (torch.nn.Module or None expected)");
});

test("the classes can be extended, and told apart by instanceof", () => {
  class Twice extends nn.Linear {
    override forward(x: Tensor): Tensor {
      return F.add(super.forward(x) as Tensor, super.forward(x) as Tensor);
    }
  }
  class Stack extends nn.Sequential {
    constructor(size: number) {
      super(nn.Linear(size, size), new Twice(size, 1));
    }
  }
  const stack = new Stack(2);
  expect(String(stack)).toBe(
    "Stack(\n  (0): Linear(in_features=2, out_features=2, bias=True)\n" +
      "  (1): Twice(in_features=2, out_features=1, bias=True)\n)",
  );
  expect(stack.call(ones([3, 2])).shape).toEqual([3, 1]);
  expect(stack instanceof nn.Sequential && stack instanceof nn.Module).toBe(true);
  const [linear, twice] = [...stack];
  expect([linear instanceof nn.Linear, linear instanceof Twice, linear instanceof nn.Conv2d]).toEqual([
    true,
    false,
    false,
  ]);
  expect([twice instanceof nn.Linear, twice instanceof Twice]).toEqual([true, true]);
  expect(nn.create("Linear", { in_features: 1, out_features: 1 })).toBeInstanceOf(nn.Linear);
});

// How Python prints: goldens are repr() of Python 3.11.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkProperty } from "./property.fixture.ts";
import { indentRepr, printShape, printSize, pyList, pyRepr } from "./python.ts";

const floats: readonly (readonly [bits: string, repr: string])[] = [
  ["0000000000000000", "0.0"],
  ["8000000000000000", "-0.0"],
  ["3ff0000000000000", "1.0"],
  ["bff0000000000000", "-1.0"],
  ["3fb999999999999a", "0.1"],
  ["bfb999999999999a", "-0.1"],
  ["3ee4f8b588e368f1", "1e-05"],
  ["3e45798ee2308c3a", "1e-08"],
  ["3f1a36e2eb1c432d", "0.0001"],
  ["3f1f75104d551d69", "0.00012"],
  ["3f1a36371ea531a8", "9.999e-05"],
  ["3f1a36e2bf21436a", "9.999999e-05"],
  ["3ee4f8b588e368f1", "1e-05"],
  ["3eef75104d551d69", "1.5e-05"],
  ["3f50624dd2f1a9fc", "0.001"],
  ["3f847ae147ae147b", "0.01"],
  ["3fc999999999999a", "0.2"],
  ["3fd3333333333333", "0.3"],
  ["3fd3333333333334", "0.30000000000000004"],
  ["3fd5555555555555", "0.3333333333333333"],
  ["3fe5555555555555", "0.6666666666666666"],
  ["3fe6666666666666", "0.7"],
  ["3feff7ced916872b", "0.999"],
  ["3feccccccccccccd", "0.9"],
  ["430c6bf526340000", "1000000000000000.0"],
  ["4341c37937e08000", "1e+16"],
  ["c341c37937e08000", "-1e+16"],
  ["4341c37937e07fff", "9999999999999998.0"],
  ["4376345785d8a000", "1e+17"],
  ["437b69b4ba630f35", "1.2345678901234568e+17"],
  ["4345ee2a2eb5a5c4", "1.2345678901234568e+16"],
  ["43118b54f22aeb00", "1234567890123456.0"],
  ["419d6f3454800000", "123456789.125"],
  ["4415af1d78b58c40", "1e+20"],
  ["444b1ae4d6e2ef50", "1e+21"],
  ["4480f0cf064dd592", "1e+22"],
  ["44b52d02c7e14af6", "1e+23"],
  ["7e41eb2d66005835", "1.5e+300"],
  ["54b249ad2594c37d", "1e+100"],
  ["7fe1ccf385ebc8a0", "1e+308"],
  ["7fefffffffffffff", "1.7976931348623157e+308"],
  ["0000000000000001", "5e-324"],
  ["0010000000000000", "2.2250738585072014e-308"],
  ["000fffffffffffff", "2.225073858507201e-308"],
  ["3ddb7cdfd9d7bdbb", "1e-10"],
  ["3e8091b5aeffdb8e", "1.2345e-07"],
  ["400921fb54442d18", "3.141592653589793"],
  ["4005bf0a8b145769", "2.718281828459045"],
  ["4059000000000000", "100.0"],
  ["412e848000000000", "1000000.0"],
  ["412e848100000000", "1000000.5"],
  ["4330000000000000", "4503599627370496.0"],
  ["4340000000000000", "9007199254740992.0"],
  ["4340000000000000", "9007199254740992.0"],
  ["3fe0000000000000", "0.5"],
  ["3fc0000000000000", "0.125"],
  ["0000000000000002", "1e-323"],
  ["4011666666666666", "4.35"],
  ["4011666666666665", "4.349999999999999"],
  ["4450000000000000", "1.1805916207174113e+21"],
  ["be25798ee2308c3a", "-2.5e-09"],
  ["3fd554c985f06f69", "0.3333"],
  ["40f86a0000000000", "100000.0"],
  ["7ff0000000000000", "inf"],
  ["fff0000000000000", "-inf"],
  ["7ff8000000000000", "nan"],
];

const strings: readonly (readonly [value: string, repr: string])[] = [
  ["a", "'a'"],
  ["", "''"],
  ["it's", '"it\'s"'],
  ['say "x"', "'say \"x\"'"],
  ["both ' and \"", "'both \\' and \"'"],
  ["back\\slash", "'back\\\\slash'"],
  ["tab\tnl\ncr\r", "'tab\\tnl\\ncr\\r'"],
  ["\u0000\u001f\u007f", "'\\x00\\x1f\\x7f'"],
  ["\u00e9\u5377\u79ef", "'\u00e9\u5377\u79ef'"],
  ["\u00a0\u2028\u200b\ufeff", "'\\xa0\\u2028\\u200b\\ufeff'"],
  ["\ud83d\ude00", "'\ud83d\ude00'"],
  ["\udb40\udc01", "'\\U000e0001'"],
  ["\ud800", "'\\ud800'"],
  ["reflect", "'reflect'"],
  [" ", "' '"],
  ["\u0085\u00ad", "'\\x85\\xad'"],
  ["\u3000", "'\\u3000'"],
];

function fromBits(bits: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${bits}`));
  return view.getFloat64(0);
}

describe("floats", () => {
  it.each(floats)("%s prints %s", (bits, repr) => {
    expect(pyRepr(fromBits(bits), "float")).toBe(repr);
  });

  it("read back as the same number, in fixed notation exactly from 1e-4 up to 1e16", () => {
    checkProperty(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const repr = pyRepr(value, "float");
        expect(Number(repr)).toBe(value);
        expect(repr).toMatch(/^-?(\d+\.\d+|\d(\.\d+)?e[+-]\d\d+)$/);
        const size = Math.abs(value);
        expect(repr.includes("e")).toBe(size !== 0 && (size < 1e-4 || size >= 1e16));
      }),
      { numRuns: 2000 },
    );
  });

  it("decide by their value where the kind is not given", () => {
    expect(pyRepr(1)).toBe("1");
    expect(pyRepr(0.5)).toBe("0.5");
    expect(pyRepr(1e-5)).toBe("1e-05");
    expect(pyRepr(0.5, "int")).toBe("0.5");
  });
});

it("ints print all their digits", () => {
  expect(pyRepr(-3, "int")).toBe("-3");
  expect(pyRepr(-0, "int")).toBe("0");
  expect(pyRepr(1e21, "int")).toBe("1000000000000000000000");
  expect(pyRepr(2n ** 64n)).toBe("18446744073709551616");
});

it("None, True and False", () => {
  expect([null, true, false].map((value) => pyRepr(value))).toEqual(["None", "True", "False"]);
  expect(pyRepr(true, "float")).toBe("True");
});

it("tuples and lists, nested, with the kind passed on", () => {
  expect(pyRepr([])).toBe("()");
  expect(pyRepr([1])).toBe("(1,)");
  expect(pyRepr([1, 2])).toBe("(1, 2)");
  expect(pyRepr(pyList([]))).toBe("[]");
  expect(pyRepr(pyList([1]))).toBe("[1]");
  expect(pyRepr([1, null, "a", [2], pyList([true, [3, 4]])])).toBe("(1, None, 'a', (2,), [True, (3, 4)])");
  expect(pyRepr([1, pyList([0.999])], "float")).toBe("(1.0, [0.999])");
});

it.each(strings)("the string %j", (value, repr) => {
  expect(pyRepr(value)).toBe(repr);
});

it("shapes", () => {
  expect(printShape([1, 6, 28, 28])).toBe("[1, 6, 28, 28]");
  expect(printShape([])).toBe("[]");
  expect(printSize([1, 2])).toBe("torch.Size([1, 2])");
  expect(printSize([])).toBe("torch.Size([])");
});

it("indents all lines but the first", () => {
  expect(indentRepr("ReLU()", 2)).toBe("ReLU()");
  expect(indentRepr("Sequential(\n  (0): ReLU()\n)", 2)).toBe("Sequential(\n    (0): ReLU()\n  )");
});

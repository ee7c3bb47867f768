// Every repair repairs: of random broken graphs, and of every module of the registry in many wrong ways.
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkProperty } from "../../../engine/core/property.fixture.ts";
import { randomEdit, randomGraph, randomNumbers } from "../../../engine/graph/random.fixture.ts";
import type { AnyModuleDef } from "../../../engine/modules/define.ts";
import type { ArgValues } from "../../../engine/modules/fields.ts";
import { modules } from "../../../engine/modules/index.ts";
import { emptyDocument } from "../document.ts";
import { newNode } from "../new_node.ts";
import { documentOf, judgeRepairs } from "./repairs.fixture.ts";

test("of random broken graphs", () => {
  let [problems, repaired] = [0, 0];
  checkProperty(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.integer({ min: 1, max: 3 }), (seed, edits) => {
      const random = randomNumbers(seed ^ 0x2545f491);
      let graph = randomGraph(seed, { size: 3 + (seed % 8), wrong: 0.3 });
      for (let i = 0; i < edits; i++) graph = randomEdit(graph, random);
      const found = judgeRepairs({ ...emptyDocument, graph }, seed % 3 === 0);
      problems += found.problems;
      repaired += found.repaired;
    }),
    { numRuns: 60 },
  );
  // The graphs must be worth testing on, and most mistakes have a way out.
  expect(problems).toBeGreaterThan(100);
  expect(repaired / problems).toBeGreaterThan(0.5);
});

const classes = Object.values<AnyModuleDef>(modules).filter(({ name }) => name !== "Input" && name !== "Output");

/** Inputs of every number of dims, even, odd, small and of another type. */
const shapes = [
  [],
  [6],
  [2, 6],
  [1, 6],
  [2, 5, 6],
  [1, 2, 2],
  [2, 6, 5, 7],
  [1, 6, 1, 1],
  [1, 6, 2, 9],
  [1, 6, 4, 4, 4],
];

/** Values that are wrong, or right for another input. */
function wrongArguments(def: AnyModuleDef, args: ArgValues): ArgValues[] {
  const found: ArgValues[] = [{ nonsense: 1 }];
  for (const [name, field] of Object.entries(def.args)) {
    if (field.kind === "int")
      found.push({ [name]: -3 }, { [name]: 0 }, { [name]: 11 }, { [name]: 2.5 }, { [name]: "4" });
    else if (field.kind === "ints")
      found.push({ [name]: 9 }, { [name]: [1, 2, 3, 4, 5, 6, 7] }, { [name]: [] }, { [name]: [7, 2] });
    else found.push({ [name]: "nonsense" });
  }
  return found.map((wrong) => ({ ...args, ...wrong }));
}

test.each(classes.map((def) => [def.name, def] as const))("of %s", (name, def) => {
  const args = newNode(name).args ?? {};
  const ports = [...def.inputs];
  const build = (given: ArgValues, shape: readonly number[], dtype: string) =>
    documentOf(
      {
        x: ["Input", { shape: [...shape], dtype }],
        other: ["Input", { shape: [2, 3, 4], dtype: "int64" }],
        node: [name, given],
        y: ["Output"],
      },
      ...ports.map((port, i) => `${i === 0 ? "x" : shape.length % 2 === 0 ? "x" : "other"}>node.${port}`),
      ...(def.outputs(given).length > 0 ? ["node>y"] : []),
    );
  for (const [i, shape] of shapes.entries())
    judgeRepairs(build(args, shape, i % 3 === 2 ? "int64" : "float32"), i % 2 === 1);
  for (const [i, wrong] of wrongArguments(def, args).entries()) {
    const fits = shapes[(i % 4) + 4]!;
    judgeRepairs(build(wrong, fits, "float32"));
  }
});

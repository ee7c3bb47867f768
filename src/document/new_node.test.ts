// New nodes: nothing torch asks for is missing, and nothing else is given.
import { expect, test } from "vitest";
import { parseArg } from "../../engine/modules/arguments.ts";
import { moduleDef, modules } from "../../engine/modules/index.ts";
import { newNode } from "./new_node.ts";

test.each(Object.keys(modules))("a new %s has its required arguments", (name) => {
  const fields = Object.entries(moduleDef(name)?.args ?? {});
  const required = fields.filter(([, field]) => field.default === undefined && field.infer === undefined);
  const { args = {} } = newNode(name);
  expect(Object.keys(args)).toEqual(required.map(([arg]) => arg));
  for (const [arg, field] of required) expect(parseArg(field, args[arg])).toMatchObject({ ok: true });
});

test("a module there is not has no arguments", () => {
  expect(newNode("constructor")).toEqual({ module: "constructor" });
});

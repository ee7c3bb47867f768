// Owns the JSON Schema of the model file, derived from the module declarations.
import { moduleAttributes } from "../core/module_attributes.ts";
import { dunderPattern, longestModelName, longestNodeName, nodeNamePattern } from "../core/names.ts";
import type { AnyModuleDef } from "../modules/define.ts";
import { type Field, largestInt, mostDims, mostItems } from "../modules/fields.ts";
import { declarations } from "../modules/index.ts";
import { farthest, mostEdges, mostNodes } from "./limits.ts";
import { currentVersion } from "./migrate.ts";

type Schema = Readonly<Record<string, unknown>>;

/** JSON Schema (draft 2020-12) of the model file's current version. */
export function modelSchema(): Schema {
  const defs = declarations;
  const name: Schema = {
    pattern: nodeNamePattern.source,
    maxLength: longestNodeName,
    not: { anyOf: [{ pattern: dunderPattern.source }, { enum: [...moduleAttributes] }] },
  };
  const place: Schema = { type: "number", minimum: -farthest, maximum: farthest };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Edgewise model",
    description: "A torch.nn model as named nodes and the edges between their ports.",
    ...object(
      {
        $schema: { type: "string" },
        format: { const: "edgewise" },
        version: { const: currentVersion },
        name: { type: "string", maxLength: longestModelName },
        seed: { type: "integer", minimum: 0, default: 0, description: "The first weights are drawn from it." },
        graph: object(
          {
            nodes: {
              type: "object",
              maxProperties: mostNodes,
              propertyNames: name,
              additionalProperties: { oneOf: defs.map((def) => ({ $ref: `#/$defs/${def.name}` })) },
              description: "By name, which is also the prefix of the node's state_dict keys.",
            },
            edges: {
              type: "array",
              maxItems: mostEdges,
              uniqueItems: true,
              items: object({ from: { $ref: "#/$defs/port" }, to: { $ref: "#/$defs/port" } }, ["from", "to"]),
            },
          },
          ["nodes", "edges"],
        ),
        layout: {
          type: "object",
          additionalProperties: { type: "array", items: place, minItems: 2, maxItems: 2 },
          description: "Left and top of each node on the canvas.",
        },
      },
      ["format", "version", "graph"],
    ),
    $defs: {
      tensor: object(
        {
          shape: { type: "array", items: { type: "integer", minimum: 0 }, maxItems: mostDims },
          dtype: { enum: ["float32", "int64", "bool"] },
          data: { type: "array", items: { type: ["number", "boolean"] } },
        },
        ["shape", "data"],
      ),
      expression: {
        ...object({ $: { type: "string" } }, ["$"]),
        description: "A number worked out from the sizes of what comes in: input.shape[0] * 2.",
      },
      port: {
        type: "string",
        pattern: "^([A-Za-z_][A-Za-z0-9_]*|[0-9]+)(\\.([A-Za-z_][A-Za-z0-9_]*|[0-9]+))?$",
        description: "A node's name, with .port where the port is not the first.",
      },
      id: {
        type: "string",
        pattern: name,
        description:
          "The node's name when it was made, where it has been renamed. Its first weights are drawn from it.",
      },
      ...Object.fromEntries(defs.map((def) => [def.name, nodeSchema(def)])),
    },
  };
}

const object = (properties: Record<string, Schema>, required: readonly string[] = []): Schema => ({
  type: "object",
  properties,
  ...(required.length > 0 ? { required } : {}),
  additionalProperties: false,
});

function nodeSchema(def: AnyModuleDef): Schema {
  const args = Object.entries(def.args).map(([name, field]) => [name, fieldSchema(field)]);
  const properties = {
    module: { const: def.name },
    id: { $ref: "#/$defs/id" },
    args: object(Object.fromEntries(args)),
  };
  return { ...object(properties, ["module"]), description: def.doc };
}

/** What a field accepts; its default is the form torch's documentation gives. */
function fieldSchema(field: Field<unknown>): Schema {
  const forms = [...kindSchemas(field)];
  if (field.choices) forms.push({ enum: field.choices });
  if (field.nullable) forms.push({ type: "null" });
  const described = {
    ...(field.doc === undefined ? {} : { description: field.doc }),
    ...(field.default === undefined ? {} : { default: field.default }),
  };
  return forms.length === 1 ? { ...forms[0], ...described } : { anyOf: forms, ...described };
}

function kindSchemas(field: Field<unknown>): readonly Schema[] {
  const integral = field.kind === "int" || field.kind === "ints";
  const min = field.min ?? (integral ? -largestInt : undefined);
  const max = field.max ?? (integral ? largestInt : undefined);
  const plain: Schema = {
    type: integral ? "integer" : "number",
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
  };
  const number = field.sizes ? { anyOf: [plain, { $ref: "#/$defs/expression" }] } : plain;
  switch (field.kind) {
    case "bool":
      return [{ type: "boolean" }];
    case "choice":
      return [];
    case "int":
    case "float":
      return [number];
    case "ints":
    case "floats": {
      const items = field.nullableItems ? { anyOf: [number, { type: "null" }] } : number;
      const size =
        field.length === undefined
          ? { maxItems: field.most ?? mostItems }
          : { minItems: field.length, maxItems: field.length };
      const many = { type: "array", items, ...size };
      return field.single ? [number, many] : [many];
    }
    case "text":
      return [{ type: "string" }];
    case "tensor":
      return [{ type: "array" }, { $ref: "#/$defs/tensor" }];
    case "module":
      return [
        {
          type: "object",
          properties: {
            module: { enum: (field.modules ?? []).map((def) => def.name) },
            args: { type: "object" },
          },
          required: ["module"],
          additionalProperties: false,
        },
      ];
    default:
      return field.kind satisfies never;
  }
}

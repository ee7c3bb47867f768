// Owns reading a model file strictly, with the place of whatever is wrong.

import { FormatError } from "../core/errors.ts";
import { describeNameFault, longestModelName, modelName, nameFault } from "../core/names.ts";
import { quoted } from "../core/quote.ts";
import { own } from "../core/record.ts";
import { type Said, say, type Words } from "../core/said.ts";
import { numel, printShape, type Shape } from "../core/shape.ts";
import { parseArg } from "../modules/arguments.ts";
import type { AnyModuleDef } from "../modules/define.ts";
import { resolveArgs } from "../modules/derive.ts";
import { type ArgValues, mostLayers } from "../modules/fields.ts";
import { declarations, moduleDef } from "../modules/index.ts";
import { type Edge, edgeBetween, edgeId, type Graph, type GraphNode, type PortRef, printPort } from "./graph.ts";
import { firstName, idFrom, nameOf, withName } from "./identity.ts";
import { entriesOf, type Json, type JsonObject, parseJson } from "./json.ts";
import { farthest, longestFile, mostEdges, mostNodes, mostStackedLayers } from "./limits.ts";
import { currentVersion, migrate } from "./migrate.ts";
import { nearest } from "./nearest.ts";
import { parsePort } from "./port_text.ts";
import { maxElements } from "./problems.ts";
import { extraPort, topologyOf } from "./topology.ts";

export interface ModelFile {
  readonly name: string;
  /** The weights of each node are drawn from (seed, the name it was made with). */
  readonly seed: number;
  readonly graph: Graph;
  /** Top left corners of nodes, by id, in canvas units. */
  readonly layout: Readonly<Record<string, readonly [x: number, y: number]>>;
}

/**
 * A model file's text as a model. Older versions are migrated. Throws FormatError, whose message starts with the place
 * (`graph.nodes.conv1.args.stride: must be at least 1, got 0`), for anything unknown, malformed or of a newer version.
 * Shapes that do not fit and inputs that are not connected are no errors of the file: such a model opens and shows them.
 */
export function parseModelFile(text: string): ModelFile {
  if (text.length > longestFile) refuse(theFile, atMost("atMostCharacters", longestFile, text.length));
  const file = objectAt(theFile, parseJson(text));
  if (file.format !== "edgewise") refuse("format", expected('"edgewise"', describe(file.format)));
  const version = intAt("version", file.version, 1);
  if (version > currentVersion) {
    refuse("version", say("newer", { version, known: currentVersion }));
  }
  const { name, seed, graph, layout, $schema } = keysAt("", migrate(file, version), topKeys);
  if ($schema !== undefined) stringAt("$schema", $schema);
  const model = graphAt(graph);
  return {
    name: name === undefined ? "Untitled" : nameAt(name),
    seed: seed === undefined ? 0 : intAt("seed", seed, 0),
    graph: model,
    layout: layout === undefined ? {} : layoutAt(layout, idsOf(model)),
  };
}

const topKeys = ["$schema", "format", "version", "name", "seed", "graph", "layout"];

const theFile = say("theFile");

function refuse(place: Words, what: Words): never {
  throw new FormatError(place, what);
}

const expected = (wants: Words, got: Words): Said => say("expectedGot", { wants, got });

const figure = (n: number): string => n.toLocaleString("en-US");
const atMost = (
  what: "atMostCharacters" | "atMostNodes" | "atMostEdges" | "atMostStacked",
  most: number,
  got: number,
): Said => expected(say(what, { most: figure(most) }), figure(got));

function describe(value: Json | undefined): Words {
  if (Array.isArray(value)) return say("aList");
  return quoted(value);
}

const orGuess = (what: Said, name: string, known: Iterable<string>): Said => {
  const guess = nearest(name, known);
  return guess === null ? what : say("guess", { what, guess });
};

function objectAt(place: Words, value: Json | undefined): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse(place, expected(say("anObject"), describe(value)));
  }
  return value as JsonObject;
}

function keysAt(place: string, value: Json | undefined, known: readonly string[]): JsonObject {
  const object = objectAt(place, value);
  for (const key of Object.keys(object)) {
    if (known.includes(key)) continue;
    if (key === "") refuse(place || theFile, say("unknownEmptyKey"));
    refuse(place ? `${place}.${key}` : key, orGuess(say("unknownKey"), key, known));
  }
  return object;
}

function listAt(place: string, value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : refuse(place, expected(say("aList"), describe(value)));
}

function stringAt(place: string, value: Json | undefined): string {
  return typeof value === "string" ? value : refuse(place, expected(say("aText"), describe(value)));
}

function intAt(place: string, value: Json | undefined, min: number): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= min) return value;
  return refuse(place, expected(say("integerFrom", { min }), describe(value)));
}

function nameAt(value: Json): string {
  const name = stringAt("name", value);
  if (name.length > longestModelName) {
    refuse("name", expected(say("atMostCharacters", { most: longestModelName }), String(name.length)));
  }
  return modelName(name);
}

function graphAt(value: Json | undefined): Graph {
  const { nodes, edges } = keysAt("graph", value, ["nodes", "edges"]);
  const given = entriesOf(objectAt("graph.nodes", nodes));
  checkNodes(given.length);
  let stacked = 0;
  const parsed = given.map(([name, value]): ParsedNode => {
    const node = nodeAt(name, value);
    stacked += stackedLayers(node);
    checkStacked(stacked, `graph.nodes.${name}`);
    return node;
  });
  checkIds(parsed);
  const named: Graph = {
    nodes: Object.fromEntries(
      parsed.map(({ id, name, module, args }) => {
        // As the app itself makes nodes, and prints them: no arguments are no key.
        const node = Object.keys(args).length === 0 ? { module } : { module, args };
        return [id, withName(node, id, name)];
      }),
    ),
    edges: [],
  };
  const graph: Graph = { ...named, edges: edgesAt(listAt("graph.edges", edges), named) };
  const cycle = topologyOf(graph).cycles[0];
  if (cycle) {
    refuse("graph.edges", say("fileCycle", { nodes: cycle.map((id) => nameOf(graph, id)).join(", ") }));
  }
  return graph;
}

function checkNodes(count: number): void {
  if (count > mostNodes) refuse("graph.nodes", atMost("atMostNodes", mostNodes, count));
}

function checkEdges(count: number): void {
  if (count > mostEdges) refuse("graph.edges", atMost("atMostEdges", mostEdges, count));
}

function checkStacked(count: number, place: string): void {
  if (count > mostStackedLayers) refuse(place, atMost("atMostStacked", mostStackedLayers, count));
}

/** Throws FormatError where a graph would, with another one beside it, hold more than a model file may. */
export function checkTogether(graph: Graph, more: Graph): void {
  checkNodes(Object.keys(graph.nodes).length + Object.keys(more.nodes).length);
  checkEdges(graph.edges.length + more.edges.length);
  const stacked = ({ nodes }: Graph) => Object.values(nodes).reduce((sum, node) => sum + stackedLayers(node), 0);
  const added = stacked(more);
  if (added > 0) checkStacked(stacked(graph) + added, "graph.nodes");
}

const moduleNames = declarations.map(({ name }) => name);

/** Ids by name. */
const idsOf = (graph: Graph): ReadonlyMap<string, string> =>
  new Map(Object.keys(graph.nodes).map((id) => [nameOf(graph, id), id]));

/** A node as the file has it. */
interface ParsedNode {
  readonly id: string;
  readonly name: string;
  readonly module: string;
  readonly args: ArgValues;
}

/** How many layers a node stacks inside: what its arguments say that count layers. */
function stackedLayers({ module, args = {} }: Pick<GraphNode, "module" | "args">): number {
  const counts = Object.entries(moduleDef(module)?.args ?? {}).filter(([, { max }]) => max === mostLayers);
  return counts.reduce((sum, [name, field]) => sum + (Number(own(args, name) ?? field.default) || 0), 0);
}

/** Ids are unique: what one node was called when it was made no other was, and none that has kept its first name. */
function checkIds(nodes: readonly ParsedNode[]): void {
  const owners = new Map<string, string>();
  for (const { id, name } of nodes) if (id === idFrom(name)) owners.set(id, name);
  for (const { id, name } of nodes) {
    if (id === idFrom(name)) continue;
    const owner = owners.get(id);
    if (owner !== undefined) refuse(`graph.nodes.${name}.id`, say("idTaken", { id: firstName(id), owner }));
    owners.set(id, name);
  }
}

function idAt(place: string, value: Json): string {
  const id = stringAt(place, value);
  return nameFault(id) === null ? id : refuse(place, expected(say("nodeName"), describe(id)));
}

function nodeAt(name: string, value: Json): ParsedNode {
  const place = `graph.nodes.${name}`;
  const fault = nameFault(name);
  if (fault !== null) refuse(name === "" ? "graph.nodes" : place, describeNameFault(name, fault));
  const node = keysAt(place, value, ["module", "id", "args"]);
  const module = stringAt(`${place}.module`, node.module);
  const def = moduleDef(module);
  if (!def) {
    const unknown = say("unknownModule", { name: quoted(module) });
    return refuse(`${place}.module`, orGuess(unknown, module, moduleNames));
  }
  const id = node.id === undefined ? name : idAt(`${place}.id`, node.id);
  const args = node.args === undefined ? {} : argsAt(`${place}.args`, node.args, def);
  return { id: idFrom(id), name, module, args };
}

function argsAt(place: string, value: Json, def: AnyModuleDef): ArgValues {
  const args = objectAt(place, value);
  for (const [name, given] of Object.entries(args)) {
    const field = own(def.args, name);
    if (!field) {
      const strange = say("noArgument", { module: def.name, name: quoted(name) });
      return refuse(`${place}.${name}`, orGuess(strange, name, Object.keys(def.args)));
    }
    const parsed = parseArg(field, given);
    if (!parsed.ok) refuse(`${place}.${name}`, parsed.said);
    else if (field.kind === "module" && given !== null) innerAt(`${place}.${name}`, given);
  }
  if (def.role === "input" && args.shape !== undefined) {
    const shape = args.shape as Shape;
    const elements = numel(shape);
    if (elements > maxElements) {
      const figures = { elements: figure(elements), most: figure(maxElements) };
      refuse(`${place}.shape`, say("moreElements", { shape: printShape(shape), ...figures }));
    }
  }
  return args;
}

/** A module given as an argument: its own arguments are checked as a node's are. */
function innerAt(place: string, value: Json): void {
  const { module, args } = keysAt(place, value, ["module", "args"]);
  const def = moduleDef(stringAt(`${place}.module`, module));
  if (def && args !== undefined) argsAt(`${place}.args`, args, def);
}

function edgesAt(list: readonly Json[], graph: Graph): Edge[] {
  checkEdges(list.length);
  const ids = idsOf(graph);
  const seen = new Set<string>();
  const occupied = new Map<string, number>();
  return list.map((value, i) => {
    const place = `graph.edges[${i}]`;
    const object = keysAt(place, value, ["from", "to"]);
    const told = { from: stringAt(`${place}.from`, object.from), to: stringAt(`${place}.to`, object.to) };
    const from = portAt(`${place}.from`, told.from, graph, ids, outputPorts);
    const to = portAt(`${place}.to`, told.to, graph, ids, (_node, def) => [...def.inputs, ...def.optional]);
    const id = edgeId(edgeBetween(from.whole, to.whole));
    if (seen.has(id)) refuse(place, say("edgeTwice", told));
    seen.add(id);
    const taken = printPort(to.whole);
    const other = occupied.get(taken);
    if (other !== undefined) refuse(place, say("portTaken", { port: told.to, edge: other }));
    occupied.set(taken, i);
    return edgeBetween(from.given, to.given);
  });
}

/** Checks one end of an edge; gives it by its node's id, as it is told and with its port spelled out. */
function portAt(
  place: string,
  text: string,
  graph: Graph,
  ids: ReadonlyMap<string, string>,
  portsOf: (node: GraphNode, def: AnyModuleDef) => readonly string[],
): { readonly given: PortRef; readonly whole: PortRef } {
  const { node: name, port } = parsePort(text);
  const id = ids.get(name);
  const node = id === undefined ? undefined : own(graph.nodes, id);
  const def = node && moduleDef(node.module);
  if (id === undefined || !node || !def) {
    return refuse(place, orGuess(say("fileNoNode", { name: quoted(name) }), name, ids.keys()));
  }
  const ports = portsOf(node, def);
  const isInput = place.endsWith("to");
  const at = { node: name, module: def.name };
  if (ports.length === 0) refuse(place, say(isInput ? "noInput" : "noOutput", at));
  const extra = isInput && def.variadic && port !== null && extraPort.test(port);
  const counted = !isInput && port !== null && /^[0-9]{1,4}$/.test(port) ? placed(port, ports, def) : null;
  const found = counted ?? port;
  if (found !== null && counted === null && !extra && !ports.includes(found)) {
    const strange = say(isInput ? "fileNoInputPort" : "fileNoOutputPort", { ...at, port: quoted(found) });
    refuse(place, orGuess(strange, found, ports));
  }
  return { given: { node: id, port: found }, whole: { node: id, port: found ?? ports[0]! } };
}

/** A result of a function by its place: its name where it has one. Null where there is none. */
function placed(port: string, ports: readonly string[], def: AnyModuleDef): string | null {
  if (def.kind !== "function") return null;
  return ports[Number(port)] ?? (def.list ? port : null);
}

/**
 * Output ports the module has with these arguments or with one of its switches the other way: an edge whose port was
 * switched off is a problem of the graph, which the editor shows, not of the file.
 */
function outputPorts(node: GraphNode, def: AnyModuleDef): readonly string[] {
  const { args } = resolveArgs(def, node.args ?? {});
  const ports = new Set(def.outputs(args));
  for (const [name, field] of Object.entries(def.args)) {
    if (field.kind === "bool")
      for (const port of def.outputs({ ...args, [name]: args[name] !== true })) ports.add(port);
  }
  return [...ports];
}

function layoutAt(value: Json, ids: ReadonlyMap<string, string>): ModelFile["layout"] {
  const layout: Record<string, readonly [number, number]> = {};
  for (const [name, position] of entriesOf(objectAt("layout", value))) {
    const place = `layout.${name}`;
    const id = ids.get(name) ?? refuse(place, say("fileNoNode", { name: quoted(name) }));
    const [x, y, ...rest] = listAt(place, position);
    if (typeof x !== "number" || typeof y !== "number" || rest.length > 0) {
      return refuse(place, say("twoNumbers"));
    }
    if (!(Math.abs(x) <= farthest && Math.abs(y) <= farthest)) {
      return refuse(place, say("numbersWithin", { most: figure(farthest), x: describe(x), y: describe(y) }));
    }
    layout[id] = [x, y];
  }
  return layout;
}

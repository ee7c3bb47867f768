// Owns where nodes lie that nobody has placed: layers from top to bottom, folded into columns that fit a wide screen.
import { own } from "../../engine/core/record.ts";
import type { Graph } from "../../engine/graph/graph.ts";
import { topologyOf } from "../../engine/graph/topology.ts";
import type { Layout, Position } from "../document/document.ts";
import { bounded, extent, type Rect } from "../document/room.ts";
import { nodeWidth, pitch, snap } from "./geometry.ts";

/** Width over height of the area that a folded layout should fill. */
const screenAspect = 1.45;

/** A place for every node, by depth: layers one below another, branches side by side. No two nodes overlap. */
export function placeNodes(graph: Graph): Layout {
  const layout: Record<string, Position> = {};
  const lanes: Rect[] = [];
  for (const { id, at, layer } of arrange(layersOf(graph), graph)) {
    const [x, y] = [snap(at * pitch.x), layer * pitch.y];
    if (id === null) lanes.push({ x, y, width: nodeWidth, height: pitch.y });
    else layout[id] = [x, y];
  }
  const folded = foldLayout(graph, layout, lanes);
  const fits = Object.values(folded).every((at) => at.every((value) => bounded(value) === value));
  return fits ? folded : inSquare(topologyOf(graph).order);
}

/** Row by row, as wide as high: what thousands of nodes side by side would be too wide for. */
function inSquare(ids: readonly string[]): Layout {
  const columns = Math.ceil(Math.sqrt(ids.length));
  const place = (i: number): Position => [(i % columns) * pitch.x, Math.floor(i / columns) * pitch.y];
  return Object.fromEntries(ids.map((id, i) => [id, place(i)]));
}

/** Each node's layer: one below the lowest of its sources. */
function layersOf(graph: Graph): ReadonlyMap<string, number> {
  const topology = topologyOf(graph);
  const depth = new Map<string, number>();
  for (const id of topology.order) {
    const sources = topology.ports(id).flatMap((port) => topology.incoming(id, port));
    const above = sources.map((link) => depth.get(link.from.node) ?? -1);
    depth.set(id, Math.max(-1, extent(above)[1]) + 1);
  }
  return depth;
}

/** What takes a slot in a layer: a node, or an edge that passes through it. */
interface Slot {
  readonly id: string | null;
  readonly layer: number;
  above: Slot[];
  below: Slot[];
  at: number;
}

/** The most slots that passing edges take, for each node; beyond, their lines find their ways among the nodes. */
const passingSlots = 8;

/** Column and layer of each node. An edge across layers takes a slot in each, so that its line has a way. */
function arrange(depth: ReadonlyMap<string, number>, graph: Graph): readonly Slot[] {
  const layers: Slot[][] = [];
  const add = (id: string | null, layer: number): Slot => {
    const slot: Slot = { id, layer, above: [], below: [], at: 0 };
    layers[layer] ??= [];
    layers[layer].push(slot);
    return slot;
  };
  const join = (upper: Slot, lower: Slot) => {
    upper.below.push(lower);
    lower.above.push(upper);
  };
  let left = passingSlots * depth.size;
  const slots = new Map([...depth].map(([id, layer]) => [id, add(id, layer)]));
  for (const edge of graph.edges) {
    const { source, target } = edge;
    const [start, end] = [depth.get(source), depth.get(target)];
    if (start === undefined || end === undefined || end <= start) continue;
    let last = slots.get(source)!;
    const passes = end - start - 1 <= left;
    for (let layer = start + 1; passes && layer < end; layer++) {
      left--;
      const passing = add(null, layer);
      join(last, passing);
      last = passing;
    }
    join(last, slots.get(target)!);
  }
  for (let sweep = 0; sweep < 4; sweep++) {
    for (const layer of layers) settle(layer, (slot) => slot.above);
    for (const layer of [...layers].reverse()) settle(layer, (slot) => slot.below);
  }
  for (const layer of layers) settle(layer, (slot) => slot.above);
  return layers.flat();
}

/** Moves the slots of a layer towards the mean of their neighbours, one apart at least, nodes before passing edges. */
function settle(layer: Slot[], neighbours: (slot: Slot) => readonly Slot[]): void {
  const wanted = (slot: Slot) => {
    const near = neighbours(slot);
    return near.length === 0 ? slot.at : near.reduce((sum, other) => sum + other.at, 0) / near.length;
  };
  const targets = new Map(layer.map((slot) => [slot, wanted(slot)]));
  const passing = (slot: Slot) => Number(slot.id === null);
  layer.sort((a, b) => targets.get(a)! - targets.get(b)! || passing(a) - passing(b));
  let left = Number.NEGATIVE_INFINITY;
  for (const slot of layer) {
    slot.at = Math.max(targets.get(slot)!, left + 1);
    left = slot.at;
  }
  const nodes = layer.filter((slot) => slot.id !== null);
  const anchor = nodes.length > 0 ? nodes : layer;
  const drift = anchor.reduce((sum, slot) => sum + slot.at - targets.get(slot)!, 0) / anchor.length;
  for (const slot of layer) slot.at -= drift;
}

/** How many edges a cut may cross, and how much larger everything must then be drawn for it to be worth it. */
const cuts = [
  { crossing: 1, worth: 1.001 },
  { crossing: 3, worth: 1.5 },
];

/**
 * A tall layout cut where few edges cross (one, if that is enough), and its pieces set side by side from left to right,
 * so that it fills a screen of the given aspect with the largest scale. A layout that fits better as it is stays as it
 * is. `lanes` is the room that lines and labels need beside the nodes.
 */
export function foldLayout(graph: Graph, layout: Layout, lanes: readonly Rect[], aspect = screenAspect): Layout {
  let best = { layout, scale: 0 };
  for (const { crossing, worth } of cuts) {
    const folded = foldPieces(cutPieces(graph, layout, lanes, crossing), layout, aspect);
    if (folded.scale > best.scale * worth) best = folded;
  }
  return best.layout;
}

/** The number of rows at which the pieces, packed into columns, are drawn largest. */
function foldPieces(pieces: readonly Piece[], layout: Layout, aspect: number): { layout: Layout; scale: number } {
  const gap = pitch.x - nodeWidth;
  let best: readonly Column[] = [];
  let bestScale = 0;
  // Of many rows, one more or less makes no difference: some hundred heights are tried, whatever there is to fold.
  for (let rows = 3; ; rows += 1 + (rows >> 5)) {
    const limit = rows * pitch.y;
    const columns = pack(pieces, limit);
    const width = columns.reduce((sum, column) => sum + column.width + gap, 0);
    const [, height] = extent(columns.map((column) => column.height));
    const scale = Math.min(aspect / width, 1 / height);
    if (scale > bestScale * 1.001) {
      bestScale = scale;
      best = columns;
    }
    if (columns.length <= 1) return { layout: spread(best, layout, gap), scale: bestScale };
  }
}

/** Nodes between two cuts, and the room they take with the labels below them. */
interface Piece {
  readonly ids: readonly string[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Column {
  readonly pieces: readonly Piece[];
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

function cutPieces(graph: Graph, layout: Layout, lanes: readonly Rect[], most: number): readonly Piece[] {
  const ids = Object.keys(layout).sort((a, b) => layout[a]![1] - layout[b]![1]);
  const rows: string[][] = [];
  for (const id of ids) {
    const row = rows.at(-1);
    if (row && layout[id]![1] < layout[row[0]!]![1] + pitch.y / 2) row.push(id);
    else rows.push([id]);
  }
  const rowOf = new Map(rows.flatMap((row, i) => row.map((id) => [id, i])));
  const crossing = new Array<number>(rows.length).fill(0);
  for (const edge of graph.edges) {
    const ends = [rowOf.get(edge.source), rowOf.get(edge.target)];
    const [a, b] = ends;
    if (a === undefined || b === undefined) continue;
    const [first, last] = [Math.min(a, b), Math.max(a, b)];
    crossing[first]! += 1;
    crossing[last]! -= 1;
  }
  // Until here how many more edges cross below a row than above it.
  for (let i = 1; i < crossing.length; i++) crossing[i]! += crossing[i - 1]!;
  const groups: string[][] = [[]];
  rows.forEach((row, i) => {
    for (const id of row) groups.at(-1)!.push(id);
    if (crossing[i]! <= most && i < rows.length - 1) groups.push([]);
  });
  // Pieces lie one below another: each takes the next lanes.
  const lower = [...lanes].sort((a, b) => a.y - b.y);
  let next = 0;
  return groups.map((ids) => {
    const [top, lowest] = extent(ids.map((id) => layout[id]![1]));
    const bottom = lowest + pitch.y;
    const room: Pick<Rect, "x" | "width">[] = ids.map((id) => ({ x: layout[id]![0], width: nodeWidth }));
    while (next < lower.length && lower[next]!.y < top) next++;
    for (; next < lower.length && lower[next]!.y < bottom; next++) room.push(lower[next]!);
    const [left] = extent(room.map((rect) => rect.x));
    const [, right] = extent(room.map((rect) => rect.x + rect.width));
    return { ids, left, right, top, bottom };
  });
}

function pack(pieces: readonly Piece[], limit: number): readonly Column[] {
  const groups: Piece[][] = [];
  for (const piece of pieces) {
    const group = groups.at(-1);
    if (group && piece.bottom - group[0]!.top <= limit) group.push(piece);
    else groups.push([piece]);
  }
  return groups.map((group) => {
    const [left] = extent(group.map((piece) => piece.left));
    const width = extent(group.map((piece) => piece.right))[1] - left;
    return { pieces: group, left, width, height: group.at(-1)!.bottom - group[0]!.top };
  });
}

function spread(columns: readonly Column[], layout: Layout, gap: number): Layout {
  const placed: Record<string, Position> = {};
  let x = 0;
  for (const column of columns) {
    const top = column.pieces[0]!.top;
    for (const id of column.pieces.flatMap((piece) => piece.ids)) {
      const [left, y] = layout[id]!;
      placed[id] = [snap(left - column.left + x), snap(y - top)];
    }
    x += column.width + gap;
  }
  return placed;
}

/** Places for the nodes that have none, beside what has: the whole graph where nothing is placed yet. */
export function placeMissing(graph: Graph, layout: Layout): Layout {
  const ids = Object.keys(graph.nodes);
  const missing = ids.filter((id) => !own(layout, id));
  if (missing.length === 0) return {};
  const fresh = placeNodes(graph);
  if (missing.length === ids.length) return fresh;
  const placed = ids.filter((id) => own(layout, id));
  const right = extent(placed.map((id) => layout[id]![0]))[1] + pitch.x;
  const [top] = extent(placed.map((id) => layout[id]![1]));
  const [left] = extent(missing.map((id) => fresh[id]![0]));
  const [first] = extent(missing.map((id) => fresh[id]![1]));
  return Object.fromEntries(
    missing.map((id): [string, Position] => {
      const [x, y] = fresh[id]!;
      return [id, [bounded(snap(right + x - left)), bounded(snap(top + y - first))]];
    }),
  );
}

// Owns the ways of edges: a path around the nodes with rounded corners, and a place on it for the label.
import { overlap, type Rect } from "../document/room.ts";
import { centered, contains, labelSize, type Point, pitch } from "./geometry.ts";

export interface Wire {
  readonly id: string;
  readonly from: Point;
  readonly to: Point;
}

export interface Route {
  /** Corners, from the source's port to the target's. */
  readonly points: readonly Point[];
  /** The same as the `d` of an SVG path. */
  readonly path: string;
  /** Middle of the label. */
  readonly label: Point;
}

/** Room between a card and a line that turns before it; small, so that lines pass between a card and a label. */
const margin = 8;
/** Room between lines side by side. */
const lane = 12;
const radius = 8;

/** Ways for all wires: short ones first, the others around the nodes, beside each other and clear of the labels. */
export function routeWires(wires: readonly Wire[], nodes: readonly Rect[]): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>();
  const labels: Rect[] = [];
  const lanes: Lane[] = [];
  const length = (wire: Wire) => Math.abs(wire.to.x - wire.from.x) + Math.abs(wire.to.y - wire.from.y);
  for (const wire of [...wires].sort((a, b) => length(a) - length(b))) {
    const avoided = [...lanes.filter((other) => !samePoint(other.source, wire.from)), ...labels];
    const { points, label } = findWay(wire, nodes, labels, avoided);
    labels.push(centered(label, labelSize));
    for (const piece of inner(points)) lanes.push({ ...piece, source: wire.from });
    routes.set(wire.id, { points, path: rounded(points), label });
  }
  return routes;
}

/** A piece of a line that others keep beside, unless they leave the same port. */
interface Lane extends Rect {
  readonly source: Point;
}

const samePoint = (a: Point, b: Point): boolean => a.x === b.x && a.y === b.y;

const segment = (a: Point, b: Point): Rect => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
});

const segments = (points: readonly Point[]): Rect[] => points.slice(1).map((point, i) => segment(points[i]!, point));

/** The pieces between the first and the last. */
const inner = (points: readonly Point[]): Rect[] => segments(points).slice(1, -1);

/** Whether a path keeps clear of the nodes; its first and last pieces touch their own cards. */
function isClear(points: readonly Point[], nodes: readonly Rect[]): boolean {
  return segments(points).every((piece) => !nodes.some((node) => overlap(piece, node, -1)));
}

interface Way {
  readonly points: readonly Point[];
  readonly label: Point;
}

/** The first way whose label lies free; where none has one, the first way. */
function findWay(wire: Wire, nodes: readonly Rect[], labels: readonly Rect[], avoided: readonly Rect[]): Way {
  let first: Way | null = null;
  let tried = 0;
  for (const points of waysOf(wire, nodes, avoided)) {
    const { label, free } = placeLabel(points, nodes, labels);
    if (free) return { points, label };
    first ??= { points, label };
    if (++tried >= 24) break;
  }
  const { from, to } = wire;
  const direct = first?.points ?? [
    from,
    { x: from.x, y: (from.y + to.y) / 2 },
    { x: to.x, y: (from.y + to.y) / 2 },
    to,
  ];
  return first ?? { points: direct, label: placeLabel(direct, nodes, labels).label };
}

/** Ways that touch no node, the shortest kinds first: straight, with one step aside, through a channel. */
function* waysOf({ from, to }: Wire, nodes: readonly Rect[], avoided: readonly Rect[]): Generator<readonly Point[]> {
  const drop = to.y - from.y;
  const aside = Math.abs(from.x - to.x);
  if (drop >= 2 * margin && aside < 1) {
    if (isClear([from, to], nodes)) yield [from, to];
  } else if (drop >= 2 * margin) {
    const middle = from.y + drop / 2;
    // Far aside, the step lies above the target or below the source: the rest of the line has room for the label.
    const ends = [to.y - margin, from.y + margin, to.y - margin - lane, from.y + margin + lane];
    const heights = aside < labelSize.width / 2 ? [middle, ...ends] : [...ends, middle];
    const bent = heights.map((y) => [from, { x: from.x, y }, { x: to.x, y }, to]);
    yield* apartFirst(
      bent.filter((points) => isClear(points, nodes)),
      avoided,
    );
  }
  yield* apartFirst(waysAround(from, to, nodes), avoided);
}

/** The ways that keep apart from other lines and labels, then the rest. */
function* apartFirst(ways: Iterable<readonly Point[]>, avoided: readonly Rect[]): Generator<readonly Point[]> {
  const shared: (readonly Point[])[] = [];
  for (const points of ways) {
    const meets = inner(points).some((piece) => avoided.some((other) => overlap(piece, other, lane / 2 - 1)));
    if (meets) shared.push(points);
    else yield points;
  }
  yield* shared;
}

/** Down, aside into a free channel, along it, aside, down; the shortest first. */
function* waysAround(from: Point, to: Point, nodes: readonly Rect[]): Generator<readonly Point[]> {
  const backwards = to.y < from.y + 2 * margin;
  // A line that goes back up leaves below its label, so that the label lies under its source like every other.
  const exits = backwards ? [labelSize.height + 2 * margin + 2, margin] : [margin];
  const [top, bottom] = [Math.min(from.y, to.y) - pitch.y, Math.max(from.y, to.y) + pitch.y];
  const near = nodes.filter((node) => node.y + node.height > top && node.y < bottom);
  const wide = labelSize.width / 2 + margin;
  const sides = near.flatMap(({ x, width }) => {
    const slim = [x - 20, x + width + 20, x - 20 - lane, x + width + 20 + lane];
    return backwards ? slim : [x - wide, x + width + wide, ...slim];
  });
  const cost = (x: number) => Math.abs(x - from.x) + Math.abs(x - to.x);
  const channels = [...new Set([(from.x + to.x) / 2, ...sides])].sort((a, b) => cost(a) - cost(b));
  for (const exit of exits) {
    for (const x of channels) {
      const [low, high] = [from.y + exit, to.y - margin];
      const points = [from, { x: from.x, y: low }, { x, y: low }, { x, y: high }, { x: to.x, y: high }, to];
      if (isClear(points, near)) yield points;
    }
  }
}

/** The first place along a path, then beside it, where the label covers neither a node nor another label. */
function placeLabel(
  points: readonly Point[],
  nodes: readonly Rect[],
  labels: readonly Rect[],
): { readonly label: Point; readonly free: boolean } {
  const pieces = segments(points).map((piece, i) => ({ piece, first: i === 0 }));
  const upright = pieces
    .filter(({ piece }) => piece.width === 0 && piece.height >= labelSize.height)
    .sort((a, b) => Number(b.first) - Number(a.first) || b.piece.height - a.piece.height);
  const on = upright.flatMap(({ piece }) =>
    [0.5, 0.3, 0.7, 0.15, 0.85].map((f) => ({ x: piece.x, y: piece.y + piece.height * f })),
  );
  const middle = middleOf(points);
  const aside = labelSize.width / 2 + margin;
  const beside = [...on.filter((_, i) => i % 5 === 0), middle].flatMap(({ x, y }) => [
    { x: x + aside, y },
    { x: x - aside, y },
  ]);
  const clear = (center: Point, others: readonly Rect[]) => {
    const rect = centered(center, labelSize);
    return !others.some((other) => overlap(rect, other, 2));
  };
  const offNodes = [...on, middle, ...beside].filter((center) => clear(center, nodes));
  const label = offNodes.find((center) => clear(center, labels));
  return { label: label ?? offNodes[0] ?? middle, free: label !== undefined };
}

function middleOf(points: readonly Point[]): Point {
  const lengths = segments(points).map((piece) => piece.width + piece.height);
  let rest = lengths.reduce((sum, n) => sum + n, 0) / 2;
  for (const [i, length] of lengths.entries()) {
    const [a, b] = [points[i]!, points[i + 1]!];
    if (rest <= length && length > 0) {
      const f = rest / length;
      return { x: a.x + (b.x - a.x) * f, y: a.y + (b.y - a.y) * f };
    }
    rest -= length;
  }
  return points[0]!;
}

/** An SVG path with quarter circles at the corners. */
function rounded(points: readonly Point[]): string {
  const [first, ...rest] = points;
  let path = `M${first!.x} ${first!.y}`;
  rest.forEach((corner, i) => {
    const before = points[i]!;
    const after = rest[i + 1];
    if (!after) {
      path += `L${corner.x} ${corner.y}`;
      return;
    }
    const near = toward(corner, before);
    const far = toward(corner, after);
    path += `L${near.x} ${near.y}Q${corner.x} ${corner.y} ${far.x} ${far.y}`;
  });
  return path;
}

/** The point where a corner's rounding meets the piece that leads to `other`. */
function toward(corner: Point, other: Point): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const f = length === 0 ? 0 : Math.min(radius, length / 2) / length;
  return { x: corner.x + (other.x - corner.x) * f, y: corner.y + (other.y - corner.y) * f };
}

/** Whether a point lies on a route or its label: within `reach` of the line. */
export function isOnRoute(route: Route, point: Point, reach = 12): boolean {
  if (contains(centered(route.label, labelSize), point)) return true;
  const spot = { ...point, width: 0, height: 0 };
  return segments(route.points).some((piece) => overlap(piece, spot, reach));
}

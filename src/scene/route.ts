// Owns the ways of edges: a path around the nodes with rounded corners, and a place on it for the label.
import { overlap, type Rect } from "../document/room.ts";
import { centered, contains, labelSize, type Point, pitch } from "./geometry.ts";
import { type Obstacles, obstaclesOf, type Piece, segment } from "./obstacles.ts";

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

/**
 * How much the search for ways around may look at. Chains, skips and the examples need less; where thousands of long edges
 * cross each other, or leave one node, the last of them take a plain way, which may pass behind cards.
 */
const patience = (wires: number): number => 4_000_000 + 1000 * wires;

/** Ways for all wires: short ones first, the others around the nodes, beside each other and clear of the labels. */
export function routeWires(
  wires: readonly Wire[],
  nodes: readonly Rect[],
  obstacles: Obstacles = obstaclesOf(nodes),
): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>();
  const most = patience(wires.length);
  const length = (wire: Wire) => Math.abs(wire.to.x - wire.from.x) + Math.abs(wire.to.y - wire.from.y);
  for (const wire of [...wires].sort((a, b) => length(a) - length(b))) {
    const { points, label } = findWay(wire, obstacles, most);
    obstacles.addLabel(centered(label, labelSize));
    obstacles.addLine(wire.from, inner(points));
    routes.set(wire.id, { points, path: rounded(points), label });
  }
  return routes;
}

const pieces = (points: readonly Point[]): Piece[] => points.slice(1).map((end, i) => ({ start: points[i]!, end }));

const segments = (points: readonly Point[]): Rect[] => pieces(points).map(({ start, end }) => segment(start, end));

/** The pieces between the first and the last. */
const inner = (points: readonly Point[]): Piece[] => pieces(points).slice(1, -1);

/** Whether a path keeps clear of the nodes; its first and last pieces touch their own cards. */
const isClear = (points: readonly Point[], obstacles: Obstacles): boolean =>
  segments(points).every((piece) => !obstacles.meetsNode(piece, -1));

interface Way {
  readonly points: readonly Point[];
  readonly label: Point;
}

/** The first way whose label lies free; where none has one, the first way. */
function findWay(wire: Wire, obstacles: Obstacles, most: number): Way {
  let first: Way | null = null;
  let tried = 0;
  for (const points of waysOf(wire, obstacles, most)) {
    const { label, free } = placeLabel(points, obstacles);
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
  return first ?? { points: direct, label: placeLabel(direct, obstacles).label };
}

/** Ways that touch no node, the shortest kinds first: straight, with one step aside, through a channel. */
function* waysOf({ from, to }: Wire, obstacles: Obstacles, most: number): Generator<readonly Point[]> {
  const drop = to.y - from.y;
  const aside = Math.abs(from.x - to.x);
  if (drop >= 2 * margin && aside < 1) {
    if (isClear([from, to], obstacles)) yield [from, to];
  } else if (drop >= 2 * margin) {
    const middle = from.y + drop / 2;
    // Far aside, the step lies above the target or below the source: the rest of the line has room for the label.
    const ends = [to.y - margin, from.y + margin, to.y - margin - lane, from.y + margin + lane];
    const heights = aside < labelSize.width / 2 ? [middle, ...ends] : [...ends, middle];
    const bent = heights.map((y) => [from, { x: from.x, y }, { x: to.x, y }, to]);
    yield* apartFirst(
      bent.filter((points) => isClear(points, obstacles)),
      obstacles,
    );
  }
  if (obstacles.looked() < most) yield* apartFirst(waysAround(from, to, obstacles), obstacles);
}

/** The ways that keep apart from other lines and labels, then the rest. */
function* apartFirst(ways: Iterable<readonly Point[]>, obstacles: Obstacles): Generator<readonly Point[]> {
  const shared: (readonly Point[])[] = [];
  for (const points of ways) {
    const meets = ({ start, end }: Piece) => {
      const piece = segment(start, end);
      return obstacles.meetsLine(piece, lane / 2 - 1, points[0]!) || obstacles.meetsLabel(piece, lane / 2 - 1);
    };
    if (inner(points).some(meets)) shared.push(points);
    else yield points;
  }
  yield* shared;
}

/** Down, aside into a free channel, along it, aside, down; the shortest first. */
function* waysAround(from: Point, to: Point, obstacles: Obstacles): Generator<readonly Point[]> {
  const backwards = to.y < from.y + 2 * margin;
  // A line that goes back up leaves below its label, so that the label lies under its source like every other.
  const exits = backwards ? [labelSize.height + 2 * margin + 2, margin] : [margin];
  const [top, bottom] = [Math.min(from.y, to.y) - pitch.y, Math.max(from.y, to.y) + pitch.y];
  const wide = labelSize.width / 2 + margin;
  const sides = obstacles.columnsBetween(top, bottom).flatMap(({ x, width }) => {
    const slim = [x - 20, x + width + 20, x - 20 - lane, x + width + 20 + lane];
    return backwards ? slim : [x - wide, x + width + wide, ...slim];
  });
  const cost = (x: number) => Math.abs(x - from.x) + Math.abs(x - to.x);
  const channels = [...new Set([(from.x + to.x) / 2, ...sides])].sort((a, b) => cost(a) - cost(b));
  for (const exit of exits) {
    for (const x of channels) {
      const [low, high] = [from.y + exit, to.y - margin];
      const points = [from, { x: from.x, y: low }, { x, y: low }, { x, y: high }, { x: to.x, y: high }, to];
      if (isClear(points, obstacles)) yield points;
    }
  }
}

/** The first place along a path, then beside it, where the label covers neither a node nor another label. */
function placeLabel(points: readonly Point[], obstacles: Obstacles): { readonly label: Point; readonly free: boolean } {
  const all = segments(points).map((piece, i) => ({ piece, first: i === 0 }));
  const upright = all
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
  let offNodes: Point | null = null;
  for (const label of [...on, middle, ...beside]) {
    if (obstacles.meetsNode(centered(label, labelSize), 2)) continue;
    if (!obstacles.meetsLabel(centered(label, labelSize), 2)) return { label, free: true };
    offNodes ??= label;
  }
  return { label: offNodes ?? middle, free: false };
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

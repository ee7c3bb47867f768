// Owns the drawing pad: strokes by mouse, finger, pen or keyboard, given to the Input node while they are drawn.
import { Eraser, Undo2 } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from "react";
import { useEditor } from "../editor/context.ts";
import { chooseInput, type Stroke } from "../editor/inputs.ts";
import { useT } from "../i18n/index.ts";
import { smooth } from "../io/strokes.ts";
import { Button } from "../ui/Button.tsx";
import styles from "./InputPanel.module.css";

export interface DrawPadProps {
  readonly node: string;
  /** Width over height of the Input's images. */
  readonly aspect: number;
  readonly strokes: readonly Stroke[];
}

const resolution = 440;
const keyStep = 0.03;
// Points nearer than this say nothing new.
const nearest = 0.006;
const within = (value: number) => Math.min(1, Math.max(0, value));

export function DrawPad({ node, aspect, strokes }: DrawPadProps) {
  const editor = useEditor();
  const t = useT();
  const hint = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [cursor, setCursor] = useState<{ x: number; y: number; down: boolean } | null>(null);
  /** The stroke under way and those before it; what the store holds may be a frame behind. */
  const live = useRef<{ before: readonly Stroke[]; points: number[] } | null>(null);
  const frame = useRef(0);
  const width = aspect >= 1 ? resolution : Math.max(1, Math.round(resolution * aspect));
  const height = aspect >= 1 ? Math.max(1, Math.round(resolution / aspect)) : resolution;

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context) paint(context, width, height, strokes, cursor);
  }, [strokes, cursor, width, height]);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  const give = (next: readonly Stroke[]) => chooseInput(editor, node, { kind: "drawing", strokes: next });
  const giveLive = () => {
    frame.current = 0;
    if (live.current) give([...live.current.before, [...live.current.points]]);
  };
  const start = (x: number, y: number) => {
    live.current = { before: strokes, points: [x, y] };
    giveLive();
  };
  const extend = (x: number, y: number) => {
    const points = live.current?.points;
    if (!points || Math.hypot(x - points.at(-2)!, y - points.at(-1)!) < nearest) return;
    points.push(x, y);
    frame.current ||= requestAnimationFrame(giveLive);
  };
  const finish = () => {
    if (!live.current) return;
    cancelAnimationFrame(frame.current);
    giveLive();
    live.current = null;
  };

  const place = (event: { clientX: number; clientY: number }, pad: Element): [number, number] => {
    const box = pad.getBoundingClientRect();
    return [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)];
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setCursor(null);
    start(...place(event, event.currentTarget));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!live.current || cursor?.down) return;
    const events = event.nativeEvent.getCoalescedEvents();
    for (const each of events.length > 0 ? events : [event.nativeEvent]) extend(...place(each, event.currentTarget));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { x, y, down } = cursor ?? { x: 0.5, y: 0.5, down: false };
    const step = event.shiftKey ? 3 * keyStep : keyStep;
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    };
    const move = moves[event.key];
    if (move) {
      const next = { x: within(x + move[0]), y: within(y + move[1]), down };
      setCursor(next);
      if (down) extend(next.x, next.y);
    } else if (event.key === " ") {
      setCursor({ x, y, down: !down });
      if (down) finish();
      else start(x, y);
    } else return;
    event.preventDefault();
  };
  const leave = () => {
    finish();
    setCursor(null);
  };
  const replace = (next: readonly Stroke[]) => {
    live.current = null;
    give(next);
  };

  return (
    <div className={styles.editor}>
      <div
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application role takes keys of its own.
        tabIndex={0}
        className={styles.pad}
        style={{ aspectRatio: `${width} / ${height}` }}
        aria-label={t("input.drawArea")}
        aria-describedby={hint}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={finish}
        onLostPointerCapture={finish}
        onKeyDown={onKeyDown}
        onBlur={leave}
      >
        <canvas ref={canvas} width={width} height={height} aria-hidden />
      </div>
      <p id={hint} className={styles.note}>
        {t("input.drawHint")}
      </p>
      <div className={styles.buttons}>
        <Button size="sm" disabled={strokes.length === 0} onClick={() => replace(strokes.slice(0, -1))}>
          <Undo2 aria-hidden />
          {t("input.undoStroke")}
        </Button>
        <Button size="sm" disabled={strokes.length === 0} onClick={() => replace([])}>
          <Eraser aria-hidden />
          {t("input.clearDrawing")}
        </Button>
      </div>
    </div>
  );
}

function paint(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  strokes: readonly Stroke[],
  cursor: { x: number; y: number; down: boolean } | null,
): void {
  const size = Math.min(width, height);
  context.fillStyle = "#000";
  context.fillRect(0, 0, width, height);
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = "#fff";
  context.lineWidth = 0.09 * size;
  for (const stroke of strokes) {
    const points = smooth(stroke);
    context.beginPath();
    context.moveTo(points[0]! * width, points[1]! * height);
    for (let i = 0; i + 1 < points.length; i += 2) context.lineTo(points[i]! * width, points[i + 1]! * height);
    context.stroke();
  }
  if (!cursor) return;
  context.lineWidth = 0.012 * size;
  context.strokeStyle = cursor.down ? "#45c1b7" : "#8f969f";
  context.beginPath();
  context.arc(cursor.x * width, cursor.y * height, 0.05 * size, 0, 2 * Math.PI);
  context.stroke();
}

// One tooltip for a whole list: a hundred tooltips, each with its own state, would slow down the first drawing.
import { Tooltip as Radix } from "radix-ui";
import { type ComponentProps, useEffect, useRef, useState } from "react";
import styles from "./Tooltip.module.css";

export interface HintsProps extends ComponentProps<"div"> {
  readonly side: "top" | "right" | "bottom" | "left";
}

interface Shown {
  readonly text: string;
  readonly box: DOMRect;
}

const delay = 500;

function hintOf(target: EventTarget): Shown | null {
  const item = target instanceof Element ? target.closest("[aria-description]") : null;
  const text = item?.getAttribute("aria-description");
  return item && text ? { text, box: item.getBoundingClientRect() } : null;
}

/** Shows the `aria-description` of whatever inside it is pointed at for half a second, or has the keyboard's focus. */
export function Hints({ side, children, ...rest }: HintsProps) {
  const [shown, setShown] = useState<Shown | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const show = (hint: Shown | null, after: number) => {
    clearTimeout(timer.current);
    if (hint && after > 0) timer.current = setTimeout(() => setShown(hint), after);
    else setShown(hint);
  };
  const hide = () => show(null, 0);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what is pointed at or focused inside.
    <div
      {...rest}
      onPointerOver={(event) => event.buttons === 0 && show(hintOf(event.target), shown ? 0 : delay)}
      onPointerLeave={hide}
      onPointerDown={hide}
      onDragStart={hide}
      onScroll={hide}
      onFocus={(event) => event.target.matches(":focus-visible") && show(hintOf(event.target), 0)}
      onBlur={hide}
    >
      {children}
      {shown ? <Bubble {...shown} side={side} /> : null}
    </div>
  );
}

function Bubble({ text, box, side }: Shown & Pick<HintsProps, "side">) {
  const { left, top, width, height } = box;
  return (
    <Radix.Root open>
      <Radix.Trigger asChild>
        <span aria-hidden style={{ position: "fixed", left, top, width, height, pointerEvents: "none" }} />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content side={side} sideOffset={6} collisionPadding={8} className={styles.help} aria-hidden>
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

// The explanation of a form field: to the left of the form, so that it covers no other field.
import { Tooltip as Radix } from "radix-ui";
import { type FocusEvent, type ReactElement, useState } from "react";
import styles from "./Tooltip.module.css";

export interface HelpProps {
  readonly text: string;
  readonly children: ReactElement;
}

/**
 * Shown while the field inside has the focus and until it is typed in, or its label is pointed at. Seen only: the field
 * says it by `aria-describedby`.
 */
export function Help({ text, children }: HelpProps) {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  return (
    <Radix.Root open={pointed || focused}>
      <Radix.Trigger asChild>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what its field is told. */}
        <div
          onPointerOver={(event) => setPointed((event.target as Element).closest("label") !== null)}
          onPointerLeave={() => setPointed(false)}
          onFocus={(event: FocusEvent) => setFocused(event.target.matches("input, :focus-visible"))}
          // What is typed shows on the canvas: nothing may lie over it.
          onInput={() => setFocused(false)}
          onBlur={() => setFocused(false)}
        >
          {children}
        </div>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content side="left" sideOffset={12} collisionPadding={8} className={styles.help} aria-hidden>
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

// Text for screen readers only.
import { VisuallyHidden as Radix } from "radix-ui";
import type { ComponentProps } from "react";

/** Out of sight but in the accessibility tree; takes every `<span>` attribute. */
export function VisuallyHidden(props: ComponentProps<"span">) {
  return <Radix.Root {...props} />;
}

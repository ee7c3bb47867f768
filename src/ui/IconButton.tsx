// A square button with an icon only; its name and shortcut show in a tooltip.
import type { ComponentProps, ReactNode } from "react";
import styles from "./Button.module.css";
import type { ButtonVariant, ControlSize } from "./Button.tsx";
import { cx } from "./classes.ts";
import { Tooltip, type TooltipSide } from "./Tooltip.tsx";

export interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label" | "children" | "title"> {
  /** The button's name: its aria-label and its tooltip. */
  readonly label: string;
  /** A lucide icon element. */
  readonly icon: ReactNode;
  /** As shown in the tooltip, e.g. "Ctrl+Z". */
  readonly shortcut?: string | undefined;
  readonly variant?: ButtonVariant;
  readonly size?: ControlSize;
  readonly tooltipSide?: TooltipSide;
}

/**
 * An icon-only button, always named. Needs a `TooltipProvider` above. Takes every `<button>` attribute and a ref, so it
 * can be the trigger of a `Menu`; `aria-pressed` makes it a toggle.
 */
export function IconButton(props: IconButtonProps) {
  const { label, icon, shortcut, variant = "ghost", size = "md", tooltipSide = "bottom", className, ...rest } = props;
  return (
    <Tooltip content={label} shortcut={shortcut} side={tooltipSide}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={cx(styles.button, styles.icon, styles[variant], styles[size], className)}
      >
        {icon}
      </button>
    </Tooltip>
  );
}

// The panel: a titled section of a side bar, collapsible if asked.
import { ChevronRight } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cx } from "./classes.ts";
import styles from "./Panel.module.css";

export interface PanelHeaderProps {
  readonly title: string;
  readonly titleId?: string | undefined;
  /** After the title, e.g. a `Chip` with a count. */
  readonly badge?: ReactNode;
  /** At the right end, e.g. `IconButton`s. */
  readonly actions?: ReactNode;
  /** Given together: the title becomes a button that opens and closes `controls`. */
  readonly open?: boolean | undefined;
  readonly onOpenChange?: ((open: boolean) => void) | undefined;
  readonly controls?: string | undefined;
  readonly className?: string | undefined;
}

/** The title bar of a panel. Use `Panel` unless the body needs a layout of its own. */
export function PanelHeader(props: PanelHeaderProps) {
  const { title, titleId, badge, actions, open = true, onOpenChange, controls, className } = props;
  const text = (
    <>
      <span className={styles.text}>{title}</span>
      {badge ? <span className={styles.badge}>{badge}</span> : null}
    </>
  );
  return (
    <header className={cx(styles.header, className)}>
      <h2 id={titleId} className={styles.title}>
        {onOpenChange ? (
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={open}
            aria-controls={open ? controls : undefined}
            onClick={() => onOpenChange(!open)}
          >
            <ChevronRight className={styles.arrow} aria-hidden />
            {text}
          </button>
        ) : (
          text
        )}
      </h2>
      {actions}
    </header>
  );
}

export interface PanelProps extends Omit<PanelHeaderProps, "titleId" | "controls"> {
  readonly children: ReactNode;
  readonly bodyClassName?: string | undefined;
}

/**
 * A `<section>` named by its title. With `open` and `onOpenChange` it folds; whether it is open is the caller's to keep.
 */
export function Panel({ children, className, bodyClassName, ...header }: PanelProps) {
  const id = useId();
  const bodyId = `${id}-body`;
  return (
    <section className={cx(styles.panel, className)} aria-labelledby={id}>
      <PanelHeader {...header} titleId={id} controls={bodyId} />
      {header.open === false ? null : (
        <div id={bodyId} className={cx(styles.body, bodyClassName)}>
          {children}
        </div>
      )}
    </section>
  );
}

// The app's sign: two nodes, and a small tensor on the edge between them.
import { cx } from "./classes.ts";
import styles from "./Logo.module.css";

/** Decorative: the name is written beside it. Follows the theme; `public/favicon.svg` is the same drawing. */
export function Logo({ className }: { readonly className?: string | undefined }) {
  return (
    <svg viewBox="0 0 32 32" className={cx(styles.logo, className)} aria-hidden>
      <rect width="32" height="32" rx="7" fill="currentColor" />
      <g data-part="mark" fill="currentColor" stroke="none">
        <path d="M8 8C8 19 24 13 24 24" fill="none" stroke="currentColor" strokeWidth="2" opacity="0.55" />
        <circle cx="8" cy="7.5" r="3" />
        <circle cx="24" cy="24.5" r="3" />
        <rect x="11" y="11" width="4.6" height="4.6" rx="1" />
        <rect x="16.4" y="11" width="4.6" height="4.6" rx="1" opacity="0.72" />
        <rect x="11" y="16.4" width="4.6" height="4.6" rx="1" opacity="0.72" />
        <rect x="16.4" y="16.4" width="4.6" height="4.6" rx="1" />
      </g>
    </svg>
  );
}

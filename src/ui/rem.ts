// Owns lengths that grow with the root's font size, as everything does on large screens.

const usual = 16;

/** A length given in CSS pixels at the usual font size. */
export const rem = (pixels: number): string => `${pixels / usual}rem`;

/** How much larger than usual everything is drawn. */
export const rootScale = (): number =>
  Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / usual || 1;

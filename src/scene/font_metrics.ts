// Owns how wide a text is without a page: advances of the fonts that the app's lists of fonts end with, and cutting to fit.

/** The two families of theme.css, the first also in the weight of names. */
export type Font = "ui" | "strong" | "mono";

interface Metrics {
  /** Advances of the characters from the space to the tilde, in thousandths of the size. */
  readonly ascii: readonly number[];
  readonly others: Readonly<Record<string, number>>;
}

const numbers = (text: string): readonly number[] => text.trim().split(/\s+/).map(Number);

/** DejaVu Sans, Bold and Sans Mono, as Chromium measures them at 1000 px: wider than most, so that what fits here fits. */
const fonts = {
  ui: {
    ascii: numbers(`
      318 401 460 838 636 950 780 275 390 390 500 838 318 361 318 337 636 636 636
      636 636 636 636 636 636 636 337 337 838 838 838 531 1000 684 686 698 770 632
      575 775 752 295 295 656 557 863 748 787 603 787 695 635 611 732 684 989 685
      611 685 390 337 390 838 500 500 613 635 550 635 615 352 635 634 278 278 579
      278 974 634 612 635 635 411 521 392 634 592 818 592 592 525 636 337 636 838`),
    others: {
      "−": 838,
      "×": 838,
      "…": 1000,
      "—": 1000,
      "·": 318,
      μ: 636,
      σ: 634,
      "↔": 838,
      "→": 838,
      "“": 518,
      "”": 518,
      "’": 318,
    },
  },
  strong: {
    ascii: numbers(`
      348 456 521 838 696 1002 872 306 457 457 523 838 380 415 380 365 696 696 696
      696 696 696 696 696 696 696 400 400 838 838 838 580 1000 774 762 734 830 683
      683 821 837 372 372 775 637 995 837 850 733 850 770 720 682 812 774 1103 771
      724 725 457 365 457 838 500 500 675 716 593 716 678 435 716 712 343 343 665
      343 1042 712 687 716 716 493 595 478 712 652 924 645 652 582 712 365 712 838`),
    others: {
      "−": 838,
      "×": 838,
      "…": 1000,
      "—": 1000,
      "·": 380,
      μ: 736,
      σ: 779,
      "↔": 838,
      "→": 838,
      "“": 657,
      "”": 657,
      "’": 380,
    },
  },
  mono: { ascii: Array<number>(95).fill(602), others: {} },
} as const satisfies Record<Font, Metrics>;

/** Chinese, Japanese and Korean characters, and pictographs, are as wide as high. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const combining = /\p{M}/u;

function advance(character: string, font: Font): number {
  const { ascii, others }: Metrics = fonts[font];
  const known = ascii[character.codePointAt(0)! - 32] ?? others[character];
  if (known !== undefined) return known;
  if (wide.test(character)) return 1000;
  return combining.test(character) ? 0 : 636;
}

/** A font at a size in pixels, with what is added between letters in parts of the size. */
export interface Face {
  readonly font: Font;
  readonly size: number;
  readonly spacing?: number;
}

/** How wide a line of text is, in pixels. */
export function textWidth(text: string, { font, size, spacing = 0 }: Face): number {
  let thousandths = 0;
  for (const character of text) thousandths += advance(character, font) + 1000 * spacing;
  return (thousandths * size) / 1000;
}

/** The text, or as much of its beginning as fits with an ellipsis behind it. */
export function fitText(text: string, face: Face, most: number): string {
  // Nothing fits more letters than pixels, however long the text.
  const letters = [...text.slice(0, 2 * Math.ceil(most) + 2)];
  if (letters.join("") === text && textWidth(text, face) <= most) return text;
  let left = most - textWidth("…", face);
  let kept = "";
  for (const letter of letters) {
    left -= textWidth(letter, face);
    if (left < 0) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}

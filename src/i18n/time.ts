// Owns how points in time are said in the app's language.
import { currentLanguage } from "./index.ts";

const steps = [
  { unit: "second", size: 1000, until: 60 },
  { unit: "minute", size: 60_000, until: 60 },
  { unit: "hour", size: 3_600_000, until: 24 },
  { unit: "day", size: 86_400_000, until: 30 },
  { unit: "month", size: 30 * 86_400_000, until: 12 },
  { unit: "year", size: 365 * 86_400_000, until: Number.POSITIVE_INFINITY },
] as const;

/** How long ago: "5 minutes ago", "now". */
export function timeAgo(time: number, now: number, language: string = currentLanguage()): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const passed = Math.max(0, now - time);
  if (passed < 10_000) return format.format(0, "second");
  const step = steps.find(({ size, until }) => Math.round(passed / size) < until) ?? steps[0];
  return format.format(-Math.round(passed / step.size), step.unit);
}

/** A day and time of day: "Nov 30, 10:15 PM". */
export const pointInTime = (time: number, language: string = currentLanguage()): string =>
  new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(time);

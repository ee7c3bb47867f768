// English: the problems panel.
export const problems = {
  title: "Problems",
  none: "No problems",
  noneText: "Every layer is connected and every shape fits.",
  count_one: "{{count}} problem",
  count_other: "{{count}} problems",
  goTo: "Show {{name}}",
  error: "Error",
  warning: "Warning",
  explanation: "What to do",
} as const;

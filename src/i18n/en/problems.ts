// English: the problems panel, and the sentences that explain a shape error with its numbers.
export const problems = {
  title: "Problems",
  none: "No problems",
  noneText: "Every layer is connected and every shape fits.",
  count_one: "{{count}} problem",
  count_other: "{{count}} problems",
  goTo: "Show {{name}}",
  explain: {
    featuresSet:
      "{{module}} expects {{expected}} features; {{source}} gives {{got}}: set {{arg}} to {{got}} or leave it empty.",
    channelsSet:
      "{{module}} expects {{expected}} channels; {{source}} gives {{got}}: set {{arg}} to {{got}} or leave it empty.",
    features: "{{module}} expects {{expected}} features; {{source}} gives {{got}}.",
    channels: "{{module}} expects {{expected}} channels; {{source}} gives {{got}}.",
    kernel:
      "The window of {{module}} spans {{expected}}; {{source}} gives only {{got}} (with padding): make the window smaller, add padding, or shrink less before it.",
    groups: "{{module}} splits its channels into equal groups; {{got}} cannot be divided by {{expected}}.",
    rank: "{{module}} expects {{expected}} dims; {{source}} gives {{got}}.",
    size: "{{module}} expects size {{expected}} here; {{source}} gives {{got}}: make the two sides agree.",
  },
  fix: {
    infer: "Infer {{arg}}",
    set: "Set {{arg}} to {{value}}",
  },
} as const;

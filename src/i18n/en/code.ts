// English: the code panel.
export const code = {
  title: "Code",
  print: "print(model)",
  pytorch: "PyTorch",
  json: "Model file",
  copy: "Copy the code",
  download: "Download",
  empty: "The code appears when the graph has layers.",
  notCompiled: "The graph does not compile yet: see the problems.",
} as const;

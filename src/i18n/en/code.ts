// English: the code panel.
export const code = {
  title: "Code",
  which: "Which code",
  print: "print(model)",
  pytorch: "PyTorch",
  json: "Model file",
  copy: "Copy the code",
  copied: "Copied",
  empty: "The code appears when the graph has layers.",
  partial: "Without the layers that have problems",
} as const;

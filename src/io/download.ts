// Owns giving the user a file, and what it is called.

/** A file name that every system takes: `LeNet-5` and `json` give `LeNet-5.json`. */
export function fileName(name: string, extension: string): string {
  const stem = Array.from(name, (char) => (/[\\/:*?"<>|]/.test(char) || char < " " ? "_" : char))
    .join("")
    .replace(/^[.\s]+|[.\s]+$/g, "")
    .slice(0, 120);
  return `${stem || "model"}.${extension}`;
}

/** Lets the browser download a file. */
export function download(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download reads the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export const downloadBytes = (name: string, bytes: Uint8Array): void =>
  download(name, new Blob([bytes.slice()], { type: "application/octet-stream" }));

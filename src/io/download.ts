// Owns giving the user a file.

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

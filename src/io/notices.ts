// Owns the texts of licences that lie beside the built page.

const files = { licence: "LICENSE.txt", thirdParty: "third-party-notices.txt" } as const;

export type Notice = keyof typeof files;

/** The text of a notice. @throws Error where it cannot be fetched */
export async function fetchNotice(notice: Notice): Promise<string> {
  const response = await fetch(`${import.meta.env.BASE_URL}${files[notice]}`);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.text();
}

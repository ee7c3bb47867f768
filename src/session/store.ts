// Owns the session: what is open and chosen in this window, whatever document is in front. Never undone; a table says what survives a reload.
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

export type Theme = "system" | "light" | "dark";
export type BottomPanel = "code" | "problems" | "none";
export type SidePanel = "viewer" | "input";
/** The command menu: closed, with everything, or with the layers alone. */
export type CommandMenu = "closed" | "all" | "layers";

export interface Session {
  readonly theme: Theme;
  readonly language: string | null;
  readonly bottomPanel: BottomPanel;
  /** What lies below the inspector. */
  readonly sidePanel: SidePanel;
  readonly paletteOpen: boolean;
  readonly inspectorOpen: boolean;
  /** Whether the window has no room for both side panels. */
  readonly narrow: boolean;
  /** Sizes of the panels, in CSS pixels at the usual font size. */
  readonly paletteWidth: number;
  readonly inspectorWidth: number;
  readonly inspectorHeight: number;
  readonly bottomHeight: number;
  readonly commandMenu: CommandMenu;
  readonly shortcutsOpen: boolean;
  readonly aboutOpen: boolean;
  /** A new version of the app waits to be begun. */
  readonly updateReady: boolean;
  readonly notices: readonly Notice[];
}

/** A message shown for a while. */
export interface Notice {
  readonly id: number;
  readonly kind: "info" | "error";
  readonly title: string;
  readonly text?: string;
  /** What can be done about it, as a button. */
  readonly action?: NoticeAction;
}

export interface NoticeAction {
  readonly label: string;
  perform(): void;
}

/** Which keys survive a reload: a new key does not compile until someone decides. */
export const survives = {
  theme: true,
  language: true,
  bottomPanel: true,
  sidePanel: true,
  paletteOpen: true,
  inspectorOpen: true,
  narrow: false, // of this window
  paletteWidth: true,
  inspectorWidth: true,
  inspectorHeight: true,
  bottomHeight: true,
  commandMenu: false,
  shortcutsOpen: false,
  aboutOpen: false,
  updateReady: false,
  notices: false,
} as const satisfies Record<keyof Session, boolean>;

export type SurvivingKey = { [K in keyof Session]: (typeof survives)[K] extends true ? K : never }[keyof Session];

export const initialSession: Session = {
  theme: "system",
  language: null,
  bottomPanel: "code",
  sidePanel: "viewer",
  paletteOpen: true,
  inspectorOpen: true,
  narrow: false,
  paletteWidth: 220,
  inspectorWidth: 300,
  inspectorHeight: 420,
  bottomHeight: 200,
  commandMenu: "closed",
  shortcutsOpen: false,
  aboutOpen: false,
  updateReady: false,
  notices: [],
};

export const sessionStore = createStore<Session>(() => initialSession);

export function useSession<T>(select: (session: Session) => T): T {
  return useStore(sessionStore, select);
}

export const updateSession = (change: Partial<Session>): void => sessionStore.setState(change);

let nextNotice = 1;

/** The most of a message that is kept: enough to copy into a report. */
const longestTitle = 200;
const longestText = 1_000_000;
const most = 4;

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length)}…` : text);

/** Shows a message; errors name the place and what was expected and pile up, news takes the place of older news. */
export function notify(kind: Notice["kind"], title: string, text?: string, action?: NoticeAction): void {
  const more = {
    ...(text === undefined ? {} : { text: cut(text, longestText) }),
    ...(action === undefined ? {} : { action }),
  };
  const notice: Notice = { id: nextNotice++, kind, title: cut(title, longestTitle), ...more };
  const kept = (other: Notice) => kind === "error" || other.kind === "error";
  sessionStore.setState((s) => ({ notices: [...s.notices.filter(kept), notice].slice(-most) }));
}

export const dismissNotice = (id: number): void =>
  sessionStore.setState((s) => ({ notices: s.notices.filter((notice) => notice.id !== id) }));

// Owns the palette: every module of the registry by category, searched, dragged onto the canvas or added with a click.
import { Search, X } from "lucide-react";
import { type DragEvent, Fragment, type KeyboardEvent, useDeferredValue, useMemo, useRef, useState } from "react";
import { type Category, categories } from "../../engine/modules/define.ts";
import { declarations } from "../../engine/modules/index.ts";
import { appendModule } from "../actions/append.ts";
import { categoryKey } from "../actions/category.ts";
import { type Searchable, search, searchableModule } from "../actions/search.ts";
import { useEditor } from "../editor/context.ts";
import { useT } from "../i18n/index.ts";
import { moduleDoc } from "../i18n/modules.ts";
import { moduleMime } from "../session/drag.ts";
import { Hints } from "../ui/Hints.tsx";
import { IconButton } from "../ui/IconButton.tsx";
import { PanelHeader } from "../ui/Panel.tsx";
import { categoryColor } from "../ui/tokens.ts";
import { VisuallyHidden } from "../ui/VisuallyHidden.tsx";
import { showDragImage } from "./drag.ts";
import styles from "./Palette.module.css";

const defs = declarations.filter((def) => !def.hidden);

/** A module as the palette shows it, in the user's language. */
interface Entry {
  readonly name: string;
  readonly category: Category;
  readonly doc: string;
  readonly searchable: Searchable;
}

const find = (entries: readonly Entry[], query: string): readonly Entry[] =>
  search(entries, ({ searchable }) => searchable, query).map(({ item }) => item);

export function Palette() {
  const editor = useEditor();
  const t = useT();
  const [query, setQuery] = useState("");
  const wanted = useDeferredValue(query).trim();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const entries = useMemo(
    () =>
      categories.flatMap((category) =>
        defs
          .filter((def) => def.category === category)
          .map((def): Entry => {
            const doc = moduleDoc(def);
            return { name: def.name, category, doc, searchable: searchableModule(def, t(categoryKey(category)), doc) };
          }),
      ),
    [t],
  );
  const found = find(entries, wanted);

  const clear = () => {
    setQuery("");
    input.current?.focus();
  };
  const items = () => [...(list.current?.querySelectorAll<HTMLElement>("[data-palette]") ?? [])];

  const onSearchKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    // Escape goes on to lead back to the canvas.
    if (event.key === "Escape") return setQuery("");
    if (event.key === "ArrowDown") items()[0]?.focus();
    else if (event.key === "ArrowUp") items().at(-1)?.focus();
    else if (event.key === "Enter" && query.trim() !== "") {
      // Not the deferred list: Enter may come before it has caught up.
      const first = find(entries, query)[0];
      if (first) appendModule(editor, first.name);
      event.currentTarget.select();
    } else return;
    event.preventDefault();
  };

  const onItemKey = (event: KeyboardEvent<HTMLElement>, name: string) => {
    const all = items();
    const at = all.indexOf(event.currentTarget);
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "ArrowDown") all[at + 1]?.focus();
    else if (event.key === "ArrowUp") (all[at - 1] ?? input.current)?.focus();
    else if (event.key === "Home") all[0]?.focus();
    else if (event.key === "End") all.at(-1)?.focus();
    else if (event.key === "Enter" || event.key === " ") appendModule(editor, name);
    else if (event.key === "Escape") return setQuery("");
    else if (event.key.length === 1 && /[\p{L}\p{N}]/u.test(event.key) && plain) {
      // Typing on an item goes on with the search.
      setQuery(query + event.key);
      input.current?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const item = (entry: Entry, first: boolean) => (
    <PaletteItem key={entry.name} entry={entry} first={first} chosen={first && wanted !== ""} onKey={onItemKey} />
  );

  return (
    <div className={styles.palette}>
      <PanelHeader title={t("palette.title")} />
      <div className={styles.search}>
        <Search aria-hidden />
        <input
          ref={input}
          type="search"
          className={styles.input}
          aria-label={t("palette.search")}
          aria-describedby="palette-hint"
          placeholder={t("palette.searchPlaceholder")}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={onSearchKey}
        />
        {query === "" ? null : <IconButton label={t("palette.clearSearch")} icon={<X />} size="sm" onClick={clear} />}
      </div>
      <VisuallyHidden>
        <p id="palette-hint">{t("palette.hint")}</p>
        <p role="status">{wanted === "" ? "" : t("palette.results", { count: found.length })}</p>
      </VisuallyHidden>
      <Hints ref={list} className={styles.list} side="right">
        {wanted === ""
          ? categories.map((category) => {
              const members = found.filter((entry) => entry.category === category);
              if (members.length === 0) return null;
              return (
                <section key={category} aria-label={t(categoryKey(category))}>
                  <h3 className={styles.category}>{t(categoryKey(category))}</h3>
                  {members.map((entry) => item(entry, entry === found[0]))}
                </section>
              );
            })
          : found.map((entry, i) => <Fragment key={entry.name}>{item(entry, i === 0)}</Fragment>)}
        {found.length === 0 ? <p className={styles.none}>{t("palette.noMatch", { query: wanted })}</p> : null}
      </Hints>
    </div>
  );
}

interface ItemProps {
  readonly entry: Entry;
  /** The one that Tab reaches; the arrow keys reach the others. */
  readonly first: boolean;
  /** Whether Enter in the search field means it. */
  readonly chosen: boolean;
  readonly onKey: (event: KeyboardEvent<HTMLElement>, name: string) => void;
}

function PaletteItem({ entry, first, chosen, onKey }: ItemProps) {
  const editor = useEditor();
  const { name, category, doc } = entry;
  const onDragStart = (event: DragEvent<HTMLElement>) => {
    event.dataTransfer.setData(moduleMime, name);
    event.dataTransfer.effectAllowed = "copy";
    showDragImage(event.dataTransfer, name, categoryColor(category));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: Firefox does not drag a <button>.
    <div
      role="button"
      tabIndex={first ? 0 : -1}
      draggable
      className={styles.item}
      aria-description={doc}
      data-palette={name}
      data-chosen={chosen || undefined}
      onClick={() => appendModule(editor, name)}
      onKeyDown={(event) => onKey(event, name)}
      onDragStart={onDragStart}
    >
      <span className={styles.dot} style={{ background: categoryColor(category) }} aria-hidden />
      {name}
    </div>
  );
}

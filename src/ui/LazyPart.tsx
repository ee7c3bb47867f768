// Shows a part of the app that is fetched when first drawn, and what stands in its place until it is there.
import { type ComponentType, type ReactNode, useEffect, useSyncExternalStore } from "react";
import { t } from "../i18n/index.ts";
import { Button } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";
import type { Part } from "./part.ts";

export interface LazyPartProps<P extends object> {
  readonly part: Part<ComponentType<P>>;
  readonly props: P;
  readonly waiting?: ReactNode;
  /** What is shown where it could not be fetched, with a function that tries again. */
  readonly failed: (retry: () => void) => ReactNode;
}

/** Draws the part with `props` once it is there. */
export function LazyPart<P extends object>({ part, props, waiting = null, failed }: LazyPartProps<P>) {
  const state = useSyncExternalStore(part.subscribe, part.state);
  useEffect(() => void part.load(), [part]);
  switch (state.kind) {
    case "ready": {
      const Ready = state.value;
      return <Ready {...props} />;
    }
    case "failed":
      return failed(() => void part.load());
    case "absent":
    case "loading":
      return waiting;
    default:
      return state satisfies never;
  }
}

/**
 * Buttons where a part is missing: it may come at the next try, or belong to a version the server no longer has. Reloading
 * is not offered without a connection, where it may lose the page.
 */
export function RetryOrReload({ retry }: { readonly retry: () => void }) {
  return (
    <>
      {navigator.onLine ? <Button onClick={() => location.reload()}>{t("errors.reload")}</Button> : null}
      <Button variant="primary" onClick={retry}>
        {t("common.retry")}
      </Button>
    </>
  );
}

export interface MissingDialogProps {
  readonly title: string;
  readonly text: string;
  readonly retry: () => void;
  readonly onClose: () => void;
}

/** Stands in the place of a dialog that is missing or broken. */
export function MissingDialog({ title, text, retry, onClose }: MissingDialogProps) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={text}
      closeLabel={t("common.close")}
      footer={<RetryOrReload retry={retry} />}
    />
  );
}

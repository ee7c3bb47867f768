// Owns what is shown in place of a part of the app that failed while drawing. The document is not part of it and stays.
import { Component, type ReactNode } from "react";
import { t } from "./i18n/index.ts";
import { Button } from "./ui/Button.tsx";
import { EmptyState } from "./ui/EmptyState.tsx";

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
}

/** Draws its children until one of them throws; then the message, with a button to try again. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div role="alert">
        <EmptyState
          title={t("errors.panel")}
          text={t("errors.panelText", { message: error.message })}
          actions={<Button onClick={() => this.setState({ error: null })}>{t("common.retry")}</Button>}
        />
      </div>
    );
  }
}

// Shows in place of a part of the app that failed while drawing what happened. The document is not part of it and stays.
import { Component, type ReactNode } from "react";
import { t } from "../i18n/index.ts";
import { Button } from "./Button.tsx";
import { EmptyState } from "./EmptyState.tsx";

export interface ErrorBoundaryProps {
  readonly children: ReactNode;
  /** What failed is drawn again when this changes: the document, where one of its states cannot be drawn. */
  readonly resetOn?: unknown;
  /** What is shown instead of the usual message. */
  readonly fallback?: (error: Error, retry: () => void) => ReactNode;
}

interface State {
  readonly error: Error | null;
  readonly resetOn: unknown;
}

/** Draws its children until one of them throws; then the message, with a button to try again. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  override state: State = { error: null, resetOn: this.props.resetOn };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps({ resetOn }: ErrorBoundaryProps, state: State): State | null {
    return Object.is(resetOn, state.resetOn) ? null : { error: null, resetOn };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const retry = () => this.setState({ error: null });
    if (this.props.fallback) return this.props.fallback(error, retry);
    return (
      <div role="alert">
        <EmptyState
          title={t("errors.panel")}
          text={t("errors.panelText", { message: error.message })}
          actions={<Button onClick={retry}>{t("common.retry")}</Button>}
        />
      </div>
    );
  }
}

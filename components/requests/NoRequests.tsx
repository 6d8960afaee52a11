import { LinkButton } from "../Button.tsx";
import { EmptyState } from "../EmptyState.tsx";
import { Activity, KeyRound, MessagesSquare, Search } from "../icons.ts";
import type { RequestWords } from "./words.ts";

export interface NoRequestsProps {
  words: RequestWords;
  isFiltered: boolean;
}

/** Says why the list is empty, and what to do about it. */
export function NoRequests(
  { words: { requests }, isFiltered }: NoRequestsProps,
) {
  if (isFiltered) {
    return (
      <EmptyState
        icon={Search}
        title={requests.noMatchTitle}
        action={<LinkButton href="/requests">{requests.clear}</LinkButton>}
      >
        {requests.noMatch}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Activity}
      title={requests.emptyTitle}
      action={
        <>
          <LinkButton href="/keys" icon={KeyRound} tone="primary">
            {requests.makeKey}
          </LinkButton>
          <LinkButton href="/playground" icon={MessagesSquare}>
            {requests.tryPlayground}
          </LinkButton>
        </>
      }
    >
      {requests.empty}
    </EmptyState>
  );
}

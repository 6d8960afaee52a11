import { searchOf } from "../../lib/browser/analytics/address.ts";
import { LinkButton } from "../Button.tsx";
import { EmptyState } from "../EmptyState.tsx";
import { ChartColumn } from "../icons.ts";
import type { AnalyticsParts } from "./context.ts";

/** Says what would be here, and how it comes. */
export function NothingYet(
  { address, words: { analytics: words } }: AnalyticsParts,
) {
  const { empty } = words;
  const isFiltered = address.only !== null;
  return (
    <EmptyState
      icon={ChartColumn}
      title={isFiltered ? empty.filtered : empty.title}
      action={
        <>
          {isFiltered && (
            <LinkButton href={searchOf(address, { only: null })}>
              {words.showAll}
            </LinkButton>
          )}
          {address.range !== "1y" && (
            <LinkButton href={searchOf(address, { range: "1y" })}>
              {empty.year}
            </LinkButton>
          )}
          <LinkButton href="/playground">{empty.play}</LinkButton>
          <LinkButton href="/connect">{empty.connect}</LinkButton>
        </>
      }
    >
      {empty.text}
    </EmptyState>
  );
}

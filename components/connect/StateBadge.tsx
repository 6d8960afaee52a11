import type { ComponentChildren } from "preact";
import { Badge } from "../Badge.tsx";
import { CircleCheck, CircleHelp, CircleX, Clock } from "../icons.ts";

const LOOKS = {
  pass: { tone: "good", icon: CircleCheck },
  fail: { tone: "bad", icon: CircleX },
  skip: { tone: "fair", icon: CircleHelp },
  waiting: { tone: "neutral", icon: Clock },
} as const;

export interface StateBadgeProps {
  state: keyof typeof LOOKS;
  children: ComponentChildren;
}

/** How a check, or what depends on several, came out. */
export function StateBadge({ state, children }: StateBadgeProps) {
  return <Badge {...LOOKS[state]}>{children}</Badge>;
}

import type { ComponentChildren } from "preact";
import { type Drawing, Icon } from "./Icon.tsx";
import {
  Ban,
  CircleCheck,
  CirclePause,
  CircleX,
  Clock,
  Coins,
  Info,
} from "./icons.ts";

/** What a colour means, always beside an icon or a word. */
export type Tone = "neutral" | "good" | "fair" | "bad" | "info";

export interface BadgeProps {
  tone?: Tone;
  icon?: Drawing;
  children: ComponentChildren;
  title?: string;
}

/** A word or two in a small box. */
export function Badge({ tone = "neutral", icon, children, title }: BadgeProps) {
  return (
    <span class={`badge ${tone}`} title={title}>
      {icon && <Icon of={icon} size={13} />}
      {children}
    </span>
  );
}

/** States of accounts, and how requests end. */
const STATES: Record<string, { tone: Tone; icon: Drawing }> = {
  ready: { tone: "good", icon: CircleCheck },
  cooling: { tone: "fair", icon: Clock },
  exhausted: { tone: "fair", icon: Coins },
  disabled: { tone: "bad", icon: Ban },
  paused: { tone: "neutral", icon: CirclePause },
  ok: { tone: "good", icon: CircleCheck },
  error: { tone: "bad", icon: CircleX },
};

/** A state by name; its icon tells it without colour. */
export function StateBadge(
  { state, children }: { state: string; children: ComponentChildren },
) {
  const { tone, icon } = STATES[state] ?? { tone: "neutral", icon: Info };
  return <Badge tone={tone} icon={icon}>{children}</Badge>;
}

import type { ComponentChildren } from "preact";
import { Icon } from "./Icon.tsx";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "./icons.ts";

const ICONS = {
  info: Info,
  good: CircleCheck,
  fair: TriangleAlert,
  bad: CircleAlert,
};

export interface NoticeProps {
  tone?: keyof typeof ICONS;
  children: ComponentChildren;
  /** What can be done about it. */
  action?: ComponentChildren;
}

/** A sentence that should not be overlooked. */
export function Notice({ tone = "info", children, action }: NoticeProps) {
  return (
    <div class={`notice ${tone}`}>
      <Icon of={ICONS[tone]} />
      <div class="notice-body">{children}</div>
      {action}
    </div>
  );
}

import type { ComponentChildren } from "preact";
import { type Drawing, Icon } from "./Icon.tsx";

export interface EmptyStateProps {
  icon: Drawing;
  title: string;
  /** What will be here and how it gets here. */
  children?: ComponentChildren;
  action?: ComponentChildren;
}

/** Says why there is nothing, and what to do about it. */
export function EmptyState(props: EmptyStateProps) {
  const { icon, title, children, action } = props;
  return (
    <div class="empty">
      <Icon of={icon} size={32} />
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action && <div class="cluster">{action}</div>}
    </div>
  );
}

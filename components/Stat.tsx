import type { ComponentChildren } from "preact";

export interface StatProps {
  label: ComponentChildren;
  value: ComponentChildren;
  /** A trend, a unit, a part of it. */
  note?: ComponentChildren;
  /** A sparkline or a meter. */
  children?: ComponentChildren;
}

/** One figure with its name. */
export function Stat({ label, value, note, children }: StatProps) {
  return (
    <div class="card stat">
      <div class="stat-label">{label}</div>
      <div class="stat-value">{value}</div>
      {note && <div class="stat-note">{note}</div>}
      {children}
    </div>
  );
}

import type { LucideIcon } from "lucide-preact";

export interface IconProps {
  /** One of `icons.ts`. */
  of: LucideIcon;
  /** Pixels at normal zoom; 18 when absent. */
  size?: number;
}

/** A drawing beside words; says nothing to screen readers. */
export function Icon({ of: Drawing, size = 18 }: IconProps) {
  return <Drawing size={size} strokeWidth={1.75} aria-hidden="true" />;
}

import { h, type JSX } from "preact";
import outline from "lucide/dist/esm/defaultAttributes.mjs";

/** One of `icons.ts`: the elements of a drawing, tag and attributes of each. */
export type Drawing = (string | Record<string, string>)[][];

export interface IconProps {
  of: Drawing;
  /** Pixels at normal zoom; 18 when absent. */
  size?: number;
}

/** A drawing beside words; says nothing to screen readers. */
export function Icon({ of: drawing, size = 18 }: IconProps) {
  const frame = { ...outline, width: size, height: size, "stroke-width": 1.75 };
  return (
    <svg {...frame as JSX.SVGAttributes<SVGSVGElement>} aria-hidden="true">
      {drawing.map(([tag, attributes]) =>
        h(tag as string, attributes as Record<string, string>)
      )}
    </svg>
  );
}

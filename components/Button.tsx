import type { ComponentChildren, JSX } from "preact";
import { type Drawing, Icon } from "./Icon.tsx";

/** How a button looks; `plain` has no box. */
export interface ButtonLook {
  tone?: "normal" | "primary" | "plain" | "danger" | "danger-plain";
  size?: "m" | "s";
  icon?: Drawing;
  /** Words; without them `label` names an icon. */
  children?: ComponentChildren;
  label?: string;
}

type ButtonProps =
  & ButtonLook
  & { busy?: boolean }
  & Omit<JSX.IntrinsicElements["button"], "size" | "icon" | "label">;

/** A button; `busy` shows that it works and takes no further click. */
export function Button(props: ButtonProps) {
  const { tone: _, size, icon, children, label, busy, onClick, ...rest } =
    props;
  return (
    <button
      type="button"
      aria-label={label}
      title={children === undefined ? label : undefined}
      aria-busy={busy ? "true" : undefined}
      {...rest}
      onClick={busy ? undefined : onClick}
      class={lookOf(props)}
    >
      {icon && <Icon of={icon} size={size === "s" ? 16 : 18} />}
      {children}
    </button>
  );
}

type LinkButtonProps =
  & ButtonLook
  & Omit<JSX.IntrinsicElements["a"], "size" | "icon" | "label">;

/** A link that looks like a button. */
export function LinkButton(props: LinkButtonProps) {
  const { tone: _, size, icon, children, label, ...rest } = props;
  return (
    <a aria-label={label} {...rest} class={lookOf(props)}>
      {icon && <Icon of={icon} size={size === "s" ? 16 : 18} />}
      {children}
    </a>
  );
}

const TONES = {
  normal: "",
  primary: "primary",
  plain: "plain",
  danger: "danger",
  "danger-plain": "plain danger",
};

function lookOf({ tone = "normal", size, children }: ButtonLook): string {
  return [
    "button",
    TONES[tone],
    size === "s" ? "s" : "",
    children === undefined ? "icon" : "",
  ].filter(Boolean).join(" ");
}

import type { ComponentChildren, JSX } from "preact";

/** What every field has around its control. */
export interface FieldFrame {
  /** Unique on the page. */
  id: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  /** Why the value is not taken. */
  error?: string | null;
}

type ControlAttributes = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": "true" | undefined;
};

interface FieldProps extends FieldFrame {
  /** The control, which spreads what it is given. */
  children: (control: ControlAttributes) => ComponentChildren;
}

/** A control with its label, hint and fault, wired for screen readers. */
export function Field({ id, label, hint, error, children }: FieldProps) {
  const described = [hint && `${id}-hint`, error && `${id}-error`]
    .filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": error ? "true" : undefined,
      })}
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      {error && <p class="error" id={`${id}-error`} role="alert">{error}</p>}
    </div>
  );
}

type Attributes<Name extends "input" | "textarea" | "select"> = Omit<
  JSX.IntrinsicElements[Name],
  keyof FieldFrame | "class"
>;

/** One line of text, a number, a date. */
export function TextField(
  { id, label, hint, error, ...input }: FieldFrame & Attributes<"input">,
) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      {(control) => (
        <input {...input as Attributes<"input">} {...control} class="input" />
      )}
    </Field>
  );
}

/** Several lines of text. */
export function TextArea(
  { id, label, hint, error, ...area }: FieldFrame & Attributes<"textarea">,
) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      {(control) => (
        <textarea
          {...area as Attributes<"textarea">}
          {...control}
          class="input"
        />
      )}
    </Field>
  );
}

/** A choice of a list. */
export interface Option {
  value: string;
  label: string;
  disabled?: boolean;
}

type SelectProps =
  & FieldFrame
  & { options: readonly Option[] }
  & Attributes<"select">;

/** One of several. */
export function SelectField(
  { id, label, hint, error, options, value, ...select }: SelectProps,
) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      {(control) => (
        <select
          {...select as Attributes<"select">}
          {...control}
          value={value}
          class="input"
        >
          {options.map((option) => (
            <option
              key={option.value}
              value={option.value}
              disabled={option.disabled}
              selected={option.value === value}
            >
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export interface SwitchProps {
  id: string;
  label: ComponentChildren;
  checked: boolean;
  disabled?: boolean;
  onChange?: (checked: boolean) => void;
  hint?: ComponentChildren;
}

/** On or off, in force at once. */
export function Switch(props: SwitchProps) {
  const { id, label, checked, disabled, onChange, hint } = props;
  return (
    <div class="field">
      <span class="switch">
        <input
          id={id}
          type="checkbox"
          role="switch"
          checked={checked}
          disabled={disabled}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onChange={(event) => onChange?.(event.currentTarget.checked)}
        />
        <label for={id}>{label}</label>
      </span>
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
    </div>
  );
}

import type { Signal } from "@preact/signals";
import { EXPIRIES, type KeyForm } from "../../lib/browser/keys/form.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatTime } from "../../lib/i18n/format.ts";
import type { Language, Words } from "../../lib/i18n/mod.ts";
import { SelectField, TextArea, TextField } from "../Field.tsx";
import { BodyChoice } from "./BodyChoice.tsx";
import type { FieldErrors } from "./KeyFormDialog.tsx";
import { ModelsField } from "./ModelsField.tsx";
import { SurfacesField } from "./SurfacesField.tsx";

export interface KeyFieldsProps {
  form: Signal<KeyForm>;
  errors: FieldErrors;
  /** When the key ends that is changed. */
  kept: number | null;
  models: readonly (readonly string[])[];
  language: Language;
  words: Pick<Words, "keys" | "surfaces">;
}

/** What a key may do, field by field. */
export function KeyFields(props: KeyFieldsProps) {
  const { form, errors, models, words: { keys, surfaces } } = props;
  const words = keys.form;
  const set = (change: Partial<KeyForm>) =>
    form.value = { ...form.value, ...change };
  return (
    <>
      <fieldset class="key-group">
        <legend>{words.scope}</legend>
        <ModelsField
          value={form.value.models}
          error={errors.models}
          models={models}
          words={words}
          onChange={(text) => set({ models: text })}
        />
        <SurfacesField
          value={form.value.surfaces}
          error={errors.surfaces}
          words={words}
          names={surfaces}
          onChange={(chosen) => set({ surfaces: chosen })}
        />
      </fieldset>
      <fieldset class="key-group">
        <legend>{words.limits}</legend>
        <LimitFields {...props} />
        <ExpiryFields {...props} />
        <TextArea
          id="key-ips"
          label={words.ips}
          hint={words.ipsHint}
          rows={2}
          spellcheck={false}
          value={form.value.ips}
          error={errors.ips}
          onInput={(event) => set({ ips: event.currentTarget.value })}
        />
      </fieldset>
      <BodyChoice
        value={form.value.bodies}
        words={words}
        onChange={(bodies) => set({ bodies })}
      />
    </>
  );
}

const LIMITS = ["perMinute", "atOnce", "daily", "monthly"] as const;

function LimitFields({ form, errors, words: { keys } }: KeyFieldsProps) {
  return (
    <>
      <div class="key-limits">
        {LIMITS.map((name) => (
          <TextField
            key={name}
            id={`key-${name}`}
            label={keys.form[name]}
            inputMode={name === "daily" || name === "monthly"
              ? "decimal"
              : "numeric"}
            placeholder={keys.form.noLimit}
            autocomplete="off"
            value={form.value[name]}
            error={errors[name]}
            onInput={(event) =>
              form.value = { ...form.value, [name]: event.currentTarget.value }}
          />
        ))}
      </div>
      <p class="hint">{keys.form.budgetHint}</p>
    </>
  );
}

function ExpiryFields(props: KeyFieldsProps) {
  const { form, errors, kept, language, words: { keys } } = props;
  const { expiries } = keys.form;
  const options: { value: string; label: string }[] = EXPIRIES.map((value) => ({
    value,
    label: expiries[value],
  }));
  if (kept !== null) {
    const label = fill(expiries.keep, { time: formatTime(kept, language) });
    options.unshift({ value: "keep", label });
  }
  return (
    <div class="key-limits">
      <SelectField
        id="key-expiry"
        label={keys.form.expiry}
        options={options}
        value={form.value.expiry}
        onChange={(event) => {
          const expiry = event.currentTarget.value as KeyForm["expiry"];
          form.value = { ...form.value, expiry };
        }}
      />
      {form.value.expiry === "date" && (
        <TextField
          id="key-expires-at"
          type="datetime-local"
          label={keys.form.expiresAt}
          value={form.value.expiresAt}
          error={errors.expiresAt}
          onInput={(event) =>
            form.value = {
              ...form.value,
              expiresAt: event.currentTarget.value,
            }}
        />
      )}
    </div>
  );
}

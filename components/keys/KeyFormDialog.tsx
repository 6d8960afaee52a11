import { useSignal } from "@preact/signals";
import { type ApiFault, sentenceOf } from "../../lib/browser/api.ts";
import type { Key } from "../../lib/browser/api_types.ts";
import {
  bodyOf,
  fieldOf,
  formOf,
  type KeyBody,
  type KeyForm,
  NEW_GUEST,
  NEW_KEY,
} from "../../lib/browser/keys/form.ts";
import { fill } from "../../lib/i18n/fill.ts";
import type { Language, Words } from "../../lib/i18n/mod.ts";
import { Button } from "../Button.tsx";
import { Drawer } from "../Dialog.tsx";
import { TextField } from "../Field.tsx";
import { KeyFields } from "./KeyFields.tsx";

/** What the form is about: a key that is there, or a new one. */
export type FormTarget = { kind: "key" | "guest" } | { kind: "edit"; key: Key };

export interface KeyFormDialogProps {
  target: FormTarget | null;
  /** The names of each listed model, its id first. */
  models: readonly (readonly string[])[];
  language: Language;
  words: Pick<Words, "keys" | "common" | "surfaces">;
  onClose: () => void;
  /** Sends it; a fault is shown at the field it names. */
  onSubmit: (body: KeyBody) => Promise<ApiFault | null>;
}

/** Makes or changes a client key. */
export function KeyFormDialog(props: KeyFormDialogProps) {
  const { target, onClose, words: { keys, common } } = props;
  return (
    <Drawer
      id="key-form"
      isOpen={target !== null}
      onClose={onClose}
      closesOutside={false}
      title={titleOf(target, keys)}
      closeLabel={common.close}
    >
      {target && <FormBody {...props} target={target} />}
    </Drawer>
  );
}

/** What is wrong, in words, by field. */
export type FieldErrors = Partial<Record<keyof KeyForm, string>>;

function FormBody(props: KeyFormDialogProps & { target: FormTarget }) {
  const { target, onClose, onSubmit, words: { keys, common } } = props;
  const words = keys.form;
  const form = useSignal(startOf(target));
  const errors = useSignal<FieldErrors>({});
  const isBusy = useSignal(false);
  const kept = target.kind === "edit" ? target.key.expiresAt : null;

  async function submit(event: Event) {
    event.preventDefault();
    const read = bodyOf(form.value, { now: Date.now(), kept });
    if ("problems" in read) {
      errors.value = Object.fromEntries(
        Object.entries(read.problems).map(([field, problem]) => [
          field,
          words.problems[problem],
        ]),
      );
      focusFirstFault();
      return;
    }
    isBusy.value = true;
    const fault = await onSubmit(read.body);
    isBusy.value = false;
    if (fault === null) return;
    const param = fault.kind === "refused" ? fault.param : null;
    errors.value = { [fieldOf(param)]: sentenceOf(fault, common.faults) };
    focusFirstFault();
  }

  return (
    <form class="key-form" onSubmit={submit} noValidate>
      {target.kind === "guest" && <p class="quiet">{words.guestLead}</p>}
      <TextField
        id="key-name"
        label={words.name}
        hint={target.kind === "guest" ? words.guestNameHint : words.nameHint}
        value={form.value.name}
        error={errors.value.name}
        onInput={(event) =>
          form.value = { ...form.value, name: event.currentTarget.value }}
        autocomplete="off"
        autofocus
      />
      <KeyFields {...props} form={form} errors={errors.value} kept={kept} />
      <div class="key-form-foot">
        <Button onClick={onClose}>{common.cancel}</Button>
        <Button type="submit" tone="primary" busy={isBusy.value}>
          {target.kind === "edit"
            ? words.submitChange
            : target.kind === "guest"
            ? words.submitGuest
            : words.submitNew}
        </Button>
      </div>
    </form>
  );
}

function startOf(target: FormTarget): KeyForm {
  if (target.kind === "edit") return formOf(target.key);
  return target.kind === "guest" ? NEW_GUEST : NEW_KEY;
}

function titleOf(target: FormTarget | null, words: Words["keys"]): string {
  if (target?.kind === "edit") {
    return fill(words.editOf, { name: target.key.name });
  }
  return target?.kind === "guest" ? words.form.guestTitle : words.form.newTitle;
}

/** The field tells what is wrong once the page shows it. */
function focusFirstFault(): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>("#key-form [aria-invalid='true']")
      ?.focus();
  });
}

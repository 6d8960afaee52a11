/**
 * Makes the filters apply at once, in the reader's own time zone and with
 * short addresses, until the function it gives is called.
 */
export function improveFilters(): () => void {
  const form = document.querySelector<HTMLFormElement>("form#filters");
  if (form === null) return () => {};
  showOwnZone(form);
  const change = (event: Event) => {
    // Times are typed field by field.
    const input = event.target as HTMLInputElement;
    if (input.type !== "datetime-local") form.requestSubmit();
  };
  form.addEventListener("change", change);
  form.addEventListener("formdata", shorten);
  return () => {
    form.removeEventListener("change", change);
    form.removeEventListener("formdata", shorten);
  };
}

/** Empty fields say nothing; times are told with their zone. */
function shorten({ formData }: FormDataEvent): void {
  for (const [name, value] of [...formData]) {
    if (value === "") formData.delete(name);
  }
  for (const name of ["from", "to"]) {
    const at = Date.parse(String(formData.get(name) ?? ""));
    if (!Number.isNaN(at)) formData.set(name, new Date(at).toISOString());
  }
}

function showOwnZone(form: HTMLFormElement): void {
  for (const mark of form.querySelectorAll<HTMLElement>("[data-utc]")) {
    mark.hidden = true;
  }
  const inputs = form.querySelectorAll<HTMLInputElement>("input[data-at]");
  for (const input of inputs) input.value = localTime(input.dataset.at ?? "");
}

/** A time as inputs of the type `datetime-local` take it. */
function localTime(text: string): string {
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(at)) return "";
  const offset = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offset).toISOString().slice(0, 16);
}

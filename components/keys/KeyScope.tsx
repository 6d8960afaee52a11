import { fill } from "../../lib/i18n/fill.ts";
import type { Words } from "../../lib/i18n/mod.ts";
import type { Key } from "../../lib/browser/api_types.ts";

export interface KeyScopeProps {
  policy: Key;
  words: Words["keys"];
  surfaces: Words["surfaces"];
}

/** What a key may do, in a few chips. */
export function KeyScope({ policy, words, surfaces }: KeyScopeProps) {
  return (
    <ul class="plain chips">
      {chipsOf(policy, words, surfaces).map((chip) => (
        <li key={chip} class="chip" title={chip}>{chip}</li>
      ))}
    </ul>
  );
}

function chipsOf(
  policy: Key,
  words: Words["keys"],
  names: Words["surfaces"],
): string[] {
  const { models, surfaces, perMinute, atOnce, ips, bodies } = policy;
  const [only] = surfaces ?? [];
  const chips = [
    models ? fill(words.models, { list: models.join(", ") }) : words.anyModel,
    surfaces === null || only === undefined
      ? words.anySurface
      : surfaces.length === 1
      ? fill(words.oneSurface, { name: names[only] })
      : fill(words.surfaces, { n: surfaces.length }),
  ];
  if (perMinute) chips.push(fill(words.perMinute, { n: perMinute }));
  if (atOnce) chips.push(fill(words.atOnce, { n: atOnce }));
  if (ips) chips.push(fill(words.addresses, { n: ips.length }));
  if (bodies !== "off") chips.push(words.bodies[bodies]);
  return chips;
}

import type { CockpitStatus } from "../lib/gateway/owner/cockpit_status.ts";
import type { Words } from "../lib/i18n/mod.ts";
import { LinkButton } from "./Button.tsx";
import { Examples } from "./Examples.tsx";
import { ArrowRight } from "./icons.ts";
import { Status } from "./Status.tsx";

export interface LandingProps {
  status: CockpitStatus;
  words: Words["landing"];
}

/** The front page for everybody: what this is, and the way in. */
export function Landing({ status, words }: LandingProps) {
  return (
    <div class="landing">
      <section class="hero">
        <h1>{words.headline}</h1>
        <p>{words.lead}</p>
        <div class="cluster">
          <LinkButton href="/login" tone="primary" icon={ArrowRight}>
            {words.signIn}
          </LinkButton>
          <LinkButton href="/openapi.json">{words.reference}</LinkButton>
        </div>
      </section>
      <Status status={status} words={words} />
      <Examples status={status} words={words} />
    </div>
  );
}

import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { GuestChat } from "../components/guest/GuestChat.tsx";
import { GuestMeter } from "../components/guest/GuestMeter.tsx";
import { Notice } from "../components/Notice.tsx";
import { RelativeTime } from "../components/RelativeTime.tsx";
import { Skeleton } from "../components/Skeleton.tsx";
import { Conversation } from "../lib/browser/guest/conversation.ts";
import {
  GuestApi,
  GuestFault,
  type GuestUsage,
} from "../lib/browser/guest/guest_api.ts";
import { guestKey } from "../lib/browser/guest/guest_key.ts";
import { keepTimesTrue } from "../lib/browser/live_times.ts";
import type { GuestFacts } from "../lib/gateway/keys/guest.ts";
import type { Language, Words } from "../lib/i18n/mod.ts";

export interface GuestProps extends GuestFacts {
  language: Language;
  words: GuestWords;
}

/** Words of the page, with those of its copy buttons. */
export type GuestWords =
  & Words["guest"]
  & Pick<Words["common"], "copy" | "copied" | "copyFailed">;

type Stage = "opening" | "open" | "no_key" | "closed" | "unreachable";

/** The page of a guest link: a chat, and what is left of its budget. */
export function Guest(props: GuestProps) {
  const { id, name, expiresAt, language, words } = props;
  const stage = useSignal<Stage>("opening");
  const usage = useSignal<GuestUsage | null>(null);
  const models = useSignal<{ id: string; name: string }[]>([]);
  const api = useSignal<GuestApi | null>(null);
  const conversation = useMemo(() => new Conversation(), []);

  useEffect(() => keepTimesTrue(language), [language]);
  useEffect(() => {
    const key = guestKey(id);
    if (key === null) {
      stage.value = "no_key";
      return;
    }
    api.value = new GuestApi(id, key);
    open(api.value);
  }, []);

  async function open(gateway: GuestApi) {
    try {
      usage.value = await gateway.usage();
      models.value = await gateway.models();
      stage.value = "open";
    } catch (thrown) {
      stage.value = stageOf(thrown);
    }
  }

  async function send(model: string, text: string) {
    if (api.value === null) return;
    const gateway = api.value;
    await conversation.send(gateway, { model, text, words });
    try {
      usage.value = await gateway.usage();
    } catch (thrown) {
      if (stageOf(thrown) === "closed") stage.value = "closed";
    }
  }

  return (
    <div class="guest">
      <header class="guest-head">
        <h1>{name}</h1>
        <p class="quiet">{words.lead}</p>
        {expiresAt !== null && (
          <p class="small quiet">
            {words.ends} <RelativeTime at={expiresAt} language={language} />
          </p>
        )}
      </header>
      {stage.value === "opening" && (
        <Skeleton shape="block" label={words.loading} />
      )}
      {stage.value === "no_key" && <Notice tone="fair">{words.noKey}</Notice>}
      {stage.value === "closed" && <Notice tone="bad">{words.closed}</Notice>}
      {stage.value === "unreachable" && (
        <Notice tone="bad">{words.unreachable}</Notice>
      )}
      {stage.value === "open" && (
        <GuestChat
          conversation={conversation}
          models={models.value}
          words={words}
          onSend={send}
          meter={usage.value && (
            <GuestMeter
              usage={usage.value}
              language={language}
              words={words}
            />
          )}
        />
      )}
    </div>
  );
}

function stageOf(thrown: unknown): Stage {
  const status = thrown instanceof GuestFault ? thrown.status : 0;
  return [401, 403, 404].includes(status) ? "closed" : "unreachable";
}

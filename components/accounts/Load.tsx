import type { Account } from "../../lib/browser/api_types.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { Meter } from "../Meter.tsx";
import type { AccountsSpeech } from "./context.ts";

/** How near an account is to Puter's limits, on its busiest interface. */
export function Load(
  { account, words }: Pick<AccountsSpeech, "words"> & { account: Account },
) {
  const { windows, limits, inFlight } = account;
  const busiest = [...windows].sort((a, b) => b.used - a.used)[0];
  const atOnce = busiest?.atOnce ?? limits.atOnce;
  const used = busiest?.used ?? 0;
  const perWindow = busiest?.perWindow ?? limits.perWindow;
  return (
    <dl
      class="load"
      title={busiest && fill(words.windowHelp, { route: busiest.route })}
    >
      <div>
        <dt>{words.inFlight}</dt>
        <dd>
          <span class="number">{inFlight}/{atOnce}</span>
          <Meter
            share={inFlight / Math.max(1, atOnce)}
            label={`${words.inFlight} ${inFlight}/${atOnce}`}
          />
        </dd>
      </div>
      <div>
        <dt>{words.window}</dt>
        <dd>
          <span class="number">{used}/{perWindow}</span>
          <Meter
            share={used / Math.max(1, perWindow)}
            label={`${words.window} ${used}/${perWindow}`}
          />
        </dd>
      </div>
    </dl>
  );
}

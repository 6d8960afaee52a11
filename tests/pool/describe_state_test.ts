import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { accountStatesEn } from "../../lib/i18n/account_states_en.ts";
import {
  describeIncident,
  describePlanMark,
  describeState,
} from "../../lib/pool/describe_state.ts";
import { ACCOUNT_OUTCOMES } from "../../lib/puter/errors/account_outcomes.ts";
import { UPSTREAM_OUTCOMES } from "../../lib/puter/errors/upstream_outcomes.ts";
import { NOW } from "./pool_helpers.ts";

const LANGUAGES = ["en", "zh"] as const;

describe("describeState()", () => {
  it("says why, and when it ends or what to do", () => {
    const cooling = {
      status: "cooling",
      since: NOW,
      until: NOW + 90_000,
      code: "rate_limit",
      level: 0,
    } as const;
    assertEquals(
      describeState({ ...cooling, provenance: "told" }, NOW, "en"),
      "The account has made as many calls as Puter allows. By Puter's own word it may call again in 90 s.",
    );
    assertEquals(
      describeState({ ...cooling, provenance: "guessed" }, NOW, "zh"),
      "此账户的调用次数已达到 Puter 的上限。Puter 没有说明持续多久，最迟 90 秒后会再次尝试。",
    );
    assertEquals(
      describeState(
        {
          status: "disabled",
          since: NOW,
          code: "email_confirmation_required",
          provenance: "told",
        },
        NOW,
        "en",
      ),
      "The account must confirm its e-mail address first. Confirm its e-mail address at puter.com.",
    );
    assertEquals(
      describeState(
        {
          status: "exhausted",
          since: NOW,
          until: Date.UTC(2026, 11, 1),
          code: "insufficient_funds",
        },
        NOW,
        "en",
      ),
      "The credit of this month is used up. New credit comes on 2026-12-01 (UTC), and the account returns earlier if a check finds some.",
    );
  });

  it("has words in both languages for every cause Puter can give", () => {
    const codes = new Set([
      ...Object.keys(UPSTREAM_OUTCOMES).filter((code) =>
        UPSTREAM_OUTCOMES[code as keyof typeof UPSTREAM_OUTCOMES].blame !==
          "gateway"
      ),
    ]);
    for (const [code, { action }] of Object.entries(ACCOUNT_OUTCOMES)) {
      codes.add(action.type === "disable" ? action.reason : code);
    }
    for (const code of codes) {
      assert(Object.hasOwn(accountStatesEn.causes, code), code);
    }
  });

  it("leaves no place unfilled, in whatever state", () => {
    const causes = [...Object.keys(accountStatesEn.causes), "never heard of"];
    for (const language of LANGUAGES) {
      for (const code of causes) {
        const mark = { since: NOW, until: NOW + 7_300_000, code };
        const texts = [
          describeState({ status: "ready" }, NOW, language),
          describeState({ status: "paused", ...mark }, NOW, language),
          describeState({ status: "exhausted", ...mark }, NOW, language),
          describePlanMark({ ...mark, scope: "gpt" }, NOW, language),
          describeIncident({ ...mark, accounts: 3 }, NOW, language),
          ...(["told", "guessed"] as const).flatMap((provenance) => [
            describeState(
              { status: "cooling", ...mark, provenance, level: 0 },
              NOW,
              language,
            ),
            describeState(
              { status: "disabled", ...mark, provenance },
              NOW,
              language,
            ),
          ]),
        ];
        for (const text of texts) {
          assert(text !== "" && !/[{}]|undefined/.test(text), text);
        }
      }
    }
  });
});

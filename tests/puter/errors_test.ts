import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { errorResponse } from "../../lib/http/errors.ts";
import {
  brokenStream,
  classifyHttp,
  fakeChat,
  networkFailure,
  PuterError,
  type PuterFailure,
} from "../../lib/puter/errors.ts";

const JSON_TYPE = "application/json";
const context = { model: "acme-1" };

function classify(status: number, body: unknown): PuterFailure {
  return classifyHttp(status, JSON_TYPE, JSON.stringify(body), context);
}

/** Puter's envelope says everything twice. */
function said(code: string, message: string, more = {}): unknown {
  return { error: message, message, code, ...more };
}

/** What is asserted of one row, in the order of the row. */
type Row = [
  what: string,
  status: number,
  body: unknown,
  expected: {
    code: string;
    blame: string;
    action: string;
    other: boolean;
    retry: string;
    answer: [status: number, code: string];
  },
];

const NO_ACCOUNT: [number, string] = [503, "service_unavailable"];

function lost(code: string): Row[3] {
  return {
    code,
    blame: "account",
    action: "disable",
    other: true,
    retry: "never",
    answer: NO_ACCOUNT,
  };
}

function refused(code: string, status: number, answer: string): Row[3] {
  return {
    code,
    blame: "client",
    action: "none",
    other: false,
    retry: "never",
    answer: [status, answer],
  };
}

function vendor(
  code: string,
  retry: string,
  answer: [number, string],
): Row[3] {
  return { code, blame: "model", action: "none", other: false, retry, answer };
}

const SESSION_TOKEN_TEXT =
  "This API cannot be called with an account session token.";

const ROWS: Row[] = [
  [
    "no token",
    401,
    said("token_missing", "Missing authentication token"),
    {
      code: "token_missing",
      blame: "gateway",
      action: "none",
      other: false,
      retry: "never",
      answer: [500, "internal_error"],
    },
  ],
  [
    "a wrong signature",
    401,
    said("token_auth_failed", "Authentication failed"),
    lost("token_rejected"),
  ],
  [
    "a retired token",
    401,
    said("reauth_required", "Re-authentication required", {
      reason: "token_v1",
    }),
    lost("token_v1"),
  ],
  [
    "a revoked token",
    401,
    said("reauth_required", "Re-authentication required", {
      reason: "session_revoked",
    }),
    lost("session_revoked"),
  ],
  [
    "an expired token",
    401,
    said("reauth_required", "Re-authentication required", {
      reason: "session_expired",
    }),
    lost("session_expired"),
  ],
  [
    "an unknown reason for a new login",
    401,
    said("reauth_required", "Re-authentication required", { reason: "moon" }),
    lost("reauth_required"),
  ],
  [
    "a suspended account",
    403,
    said("forbidden", "Account suspended"),
    lost("suspended"),
  ],
  [
    "a pending e-mail",
    403,
    said("email_confirmation_required", "Please confirm your email"),
    lost("email_pending"),
  ],
  [
    "a pending e-mail, older word",
    403,
    said("email_must_be_confirmed", "Please confirm your email"),
    lost("email_pending"),
  ],
  [
    "a pending phone check",
    403,
    said("phone_verification_required", "Please verify your phone number"),
    lost("phone_pending"),
  ],
  [
    "a pending card check",
    403,
    said("card_verification_required", "Please verify your card"),
    lost("card_pending"),
  ],
  ["a blocked app", 403, said("app_blocked", "Blocked"), lost("app_blocked")],
  [
    "a scoped token",
    403,
    said(
      "forbidden",
      "Access tokens are not allowed to access this resource",
    ),
    lost("scoped_token"),
  ],
  [
    "a session token where none is accepted",
    403,
    said("app_or_api_token_required", SESSION_TOKEN_TEXT),
    { ...lost("wrong_token_kind"), action: "wrong_kind" },
  ],
  [
    "an endpoint for sessions",
    403,
    said("forbidden", "This endpoint is only available to user sessions"),
    {
      code: "session_only",
      blame: "gateway",
      action: "none",
      other: false,
      retry: "never",
      answer: [500, "internal_error"],
    },
  ],
  [
    "a missing permission",
    403,
    said("forbidden", "Permission denied for puter-tts:synthesize"),
    {
      code: "interface_denied",
      blame: "plan",
      action: "mark_plan",
      other: true,
      retry: "never",
      answer: [403, "insufficient_permissions"],
    },
  ],
  [
    "a policy veto",
    403,
    said("forbidden", "Denied"),
    refused("policy_veto", 400, "content_policy_violation"),
  ],
  [
    "a model for subscribers",
    403,
    said("permission_denied", "Subscribers only"),
    {
      code: "model_for_subscribers",
      blame: "plan",
      action: "mark_plan",
      other: true,
      retry: "never",
      answer: [403, "insufficient_permissions"],
    },
  ],
  [
    "a method for paid plans",
    402,
    said("subscription_required", "Subscribe", { subscription: "free" }),
    {
      code: "plan_required",
      blame: "plan",
      action: "mark_plan",
      other: true,
      retry: "never",
      answer: [403, "insufficient_permissions"],
    },
  ],
  [
    "used-up credit",
    402,
    said("insufficient_funds", "No usage left for request."),
    {
      code: "insufficient_funds",
      blame: "account",
      action: "check_credit",
      other: true,
      retry: "never",
      answer: [429, "insufficient_quota"],
    },
  ],
  [
    "too many calls",
    429,
    said("too_many_requests", "Too many requests."),
    {
      code: "rate_limit",
      blame: "account",
      action: "cool",
      other: true,
      retry: "never",
      answer: [429, "rate_limit_exceeded"],
    },
  ],
  [
    "too many calls at once",
    429,
    said("too_many_requests", "Too many concurrent requests."),
    {
      code: "concurrency_limit",
      blame: "account",
      action: "wait_for_own_call",
      other: true,
      retry: "never",
      answer: [429, "rate_limit_exceeded"],
    },
  ],
  [
    "a vendor's rate limit",
    429,
    said("upstream_rate_limited", "AI provider rate limit exceeded", {
      attempts: [{ status: 429, code: "rate_limit_exceeded", error: "429 x" }],
    }),
    vendor("vendor_rate_limit", "after_pause", [429, "rate_limit_exceeded"]),
  ],
  [
    "a vendor that refuses Puter's key",
    500,
    said("upstream_auth_failed", "AI provider authentication failed"),
    vendor("vendor_auth", "never", [502, "upstream_error"]),
  ],
  [
    "a vendor's outage",
    400,
    said("upstream_provider_unavailable", "AI provider unavailable"),
    vendor("vendor_unavailable", "after_pause", NO_ACCOUNT),
  ],
  [
    "all routes failing",
    400,
    said("upstream_failed", "All providers failed"),
    vendor("vendor_failed", "once", [502, "upstream_error"]),
  ],
  [
    "a vendor's refusal",
    400,
    said("upstream_bad_request", "400 Unsupported parameter: foo"),
    refused("vendor_refused", 400, "upstream_bad_request"),
  ],
  [
    "a prompt that is too long, by the vendor's code",
    400,
    said("upstream_bad_request", "400 Too much", {
      attempts: [{ status: 400, code: "context_length_exceeded", error: "x" }],
    }),
    refused("context_length", 400, "context_length_exceeded"),
  ],
  [
    "content the vendor forbids",
    400,
    said("upstream_bad_request", "400 Blocked", {
      upstreamStatus: 400,
      upstreamCode: "moderation_blocked",
    }),
    refused("content_policy", 400, "content_policy_violation"),
  ],
  [
    "a vendor out of credit",
    400,
    said("upstream_bad_request", "402 Insufficient Balance"),
    vendor("vendor_auth", "never", [502, "upstream_error"]),
  ],
  [
    "a vendor that does not know the model",
    400,
    said("upstream_bad_request", "404 no such model", {
      upstreamCode: "model_not_found",
    }),
    vendor("vendor_model_gone", "never", [404, "model_not_found"]),
  ],
  [
    "an unknown model",
    400,
    said("bad_request", "Model not found: acme-1"),
    refused("model_not_found", 404, "model_not_found"),
  ],
  [
    "empty content",
    400,
    said("bad_request", "each message must have a 'content' property"),
    refused("bad_request", 400, "invalid_value"),
  ],
  [
    "malformed JSON",
    400,
    said("client_bad_json", "Malformed JSON in request body"),
    refused("bad_request", 400, "invalid_value"),
  ],
  [
    "a flagged answer",
    400,
    said("bad_request", "message is not allowed", {
      errorCode: "moderation_flagged",
    }),
    refused("answer_flagged", 400, "content_policy_violation"),
  ],
  [
    "a filtered video",
    400,
    said("disallowed_value", "filtered"),
    refused("content_policy", 400, "content_policy_violation"),
  ],
  [
    "a vendor without a result",
    400,
    said("unknown_error", "?"),
    vendor("vendor_no_media", "once", [502, "upstream_error"]),
  ],
  [
    "a vendor without an image",
    400,
    said("upstream_bad_request", "The model did not return an image"),
    vendor("vendor_no_media", "once", [502, "upstream_error"]),
  ],
  [
    "a file that is too large",
    413,
    said("storage_limit_reached", "too large"),
    refused("too_large", 413, "request_too_large"),
  ],
  [
    "a body that is too large",
    413,
    said("client_bad_request", "request entity too large"),
    refused("too_large", 413, "request_too_large"),
  ],
  [
    "an unknown driver",
    404,
    said("not_found", "Driver not found: puter-chat-completion:claude"),
    {
      code: "not_found",
      blame: "gateway",
      action: "none",
      other: false,
      retry: "never",
      answer: [500, "internal_error"],
    },
  ],
  [
    "an overloaded Puter",
    503,
    said("db_unavailable", "Database unavailable"),
    {
      code: "overloaded",
      blame: "upstream",
      action: "none",
      other: false,
      retry: "after_pause",
      answer: NO_ACCOUNT,
    },
  ],
  [
    "a fault in Puter",
    500,
    said("internal_error", "All providers failed", {
      attempts: [{ error: "messages is not iterable" }],
    }),
    {
      code: "upstream_fault",
      blame: "upstream",
      action: "none",
      other: false,
      retry: "once",
      answer: [502, "upstream_error"],
    },
  ],
];

describe("classifyHttp()", () => {
  for (const [what, status, body, expected] of ROWS) {
    it(`blames ${expected.blame} for ${what}`, () => {
      const failure = classify(status, body);
      assertEquals(failure.status, status);
      assertEquals({
        code: failure.code,
        blame: failure.blame,
        action: failure.action.type,
        other: failure.otherAccount,
        retry: failure.retry,
        answer: [failure.error.status, failure.error.code],
      }, expected as unknown);
      assertEquals(failure.error.blame, failure.blame);
    });
  }

  it("never tells a client that its own key is bad", () => {
    for (const [, status, body] of ROWS) {
      assert(classify(status, body).error.status !== 401);
    }
  });

  it("never shows the attempts of Puter", () => {
    for (const [, status, body] of ROWS) {
      const text = JSON.stringify(body);
      const attempts = text.includes("attempts");
      if (!attempts) continue;
      const { error } = classify(status, body);
      assert(!error.message.includes("messages is not iterable"));
      assert(!error.message.includes("429 x"));
    }
  });

  it("names what a disabled account waits for", () => {
    const body = said("card_verification_required", "Please verify");
    assertEquals(classify(403, body).action, {
      type: "disable",
      reason: "card_verification_required",
    });
  });

  it("marks the model or the whole interface as outside the plan", () => {
    assertEquals(classify(403, said("permission_denied", "x")).action, {
      type: "mark_plan",
      scope: "model",
    });
    assertEquals(classify(402, said("subscription_required", "x")).action, {
      type: "mark_plan",
      scope: "interface",
    });
  });

  it("tells clients not to retry when the credit is used up", async () => {
    const { error } = classify(402, said("insufficient_funds", "No usage"));
    const response = errorResponse(error);
    assertEquals(response.status, 429);
    assertEquals(response.headers.get("x-should-retry"), "false");
    const body = await response.json();
    assertEquals(body.error.type, "insufficient_quota");
  });

  it("sends retry-after with a rate limit, in words too", () => {
    const { error } = classify(429, said("too_many_requests", "Too many."));
    const response = errorResponse(error);
    assertEquals(response.headers.get("retry-after"), "10");
    assertStringIncludes(error.message, "try again in 10s");
  });

  it("uses the words of OpenAI for an unknown model", () => {
    const body = said("bad_request", "Model not found: acme-1");
    assertEquals(
      classify(400, body).error.message,
      "The model `acme-1` does not exist or you do not have access to it.",
    );
  });

  it("takes the model's name as it is, whatever is in it", () => {
    const text = JSON.stringify(said("bad_request", "Model not found: x"));
    const failure = classifyHttp(400, JSON_TYPE, text, { model: "a$&b$1" });
    assertStringIncludes(failure.error.message, "`a$&b$1`");
  });

  it("names the argument at fault", () => {
    const body = said("field_invalid", "Invalid voice: zzz. Expected: alloy", {
      key: "voice",
      expected: "alloy",
      got: "zzz",
    });
    const { error } = classify(400, body);
    assertEquals(error.param, "voice");
    assertEquals(error.message, "Invalid voice: zzz. Expected: alloy");
  });

  it("shows a vendor's words without its status", () => {
    const body = said("upstream_bad_request", "400 Unsupported parameter: foo");
    assertEquals(
      classify(400, body).error.message,
      "Unsupported parameter: foo",
    );
  });
});

describe("classifyHttp() of a prompt that is too long", () => {
  const texts = [
    "400 This model's maximum context length is 8192 tokens.",
    "400 prompt is too long: 210000 tokens > 200000 maximum",
    "400 input length and `max_tokens` exceed context limit: 1 + 2 > 2",
    "The input token count (1200000) exceeds the maximum number of tokens",
    "Your request exceeded model token limit: 131072",
    "Range of input length should be [1, 129024]",
    "Please reduce the length of the messages or completion.",
    '400 {"type":"error","error":{"type":"invalid_request_error",' +
    '"message":"prompt is too long: 5 tokens > 4 maximum"}}',
  ];
  for (const text of texts) {
    it(`sees it in "${text.slice(0, 50)}"`, () => {
      const { error, code } = classify(400, said("upstream_bad_request", text));
      assertEquals(code, "context_length");
      assertEquals(error.param, "messages");
      assertStringIncludes(error.message, "maximum context length");
    });
  }

  it("does not see it in a ceiling that is too high", () => {
    const text = "400 max_tokens is too large: 100000. This model supports at" +
      " most 16384 completion tokens";
    const { code } = classify(400, said("upstream_bad_request", text));
    assertEquals(code, "vendor_refused");
  });
});

describe("classifyHttp() of older envelopes", () => {
  it("reads a failure that travels with status 200", () => {
    const failure = classify(200, {
      success: false,
      error: {
        code: "insufficient_funds",
        message: "Available funding is not enough",
        status: 402,
      },
    });
    assertEquals(failure.status, 200);
    assertEquals(failure.code, "insufficient_funds");
  });

  it("takes the inner status where the code is unknown", () => {
    const error = { code: "strange", message: "x", status: 429 };
    assertEquals(classify(200, { success: false, error }).code, "rate_limit");
  });

  it("reads used-up credit out of the metadata", () => {
    const body = { success: false, metadata: { usage_limited: true } };
    assertEquals(classify(200, body).code, "insufficient_funds");
  });

  it("reads the first line of a stream that is an error object", () => {
    const line = '{"error":{"code":"forbidden","message":"Account suspended"}}';
    const failure = classifyHttp(200, "application/x-ndjson", line + "\n", {
      model: "x",
    });
    assertEquals(failure.code, "suspended");
  });

  it("blames Puter for a failure without any code", () => {
    assertEquals(classify(200, { success: false }).code, "unreadable_answer");
  });
});

describe("classifyHttp() of bodies that are not JSON", () => {
  const rows: [number, string, string, number][] = [
    [403, "address_refused", "network", 502],
    [401, "upstream_fault", "upstream", 502],
    [429, "address_limited", "network", 503],
    [404, "not_found", "gateway", 500],
    [413, "too_large", "client", 413],
    [500, "upstream_fault", "upstream", 502],
    [502, "upstream_fault", "upstream", 502],
    [503, "overloaded", "upstream", 503],
    [504, "upstream_timeout", "upstream", 504],
    [200, "unreadable_answer", "upstream", 502],
  ];
  for (const [status, code, blame, answer] of rows) {
    it(`blames ${blame} for a plain ${status}, never the account`, () => {
      const failure = classifyHttp(status, "text/plain", "Forbidden", context);
      assertEquals(failure.code, code);
      assertEquals(failure.blame as string, blame);
      assertEquals(failure.action, { type: "none" });
      assertEquals(failure.otherAccount, false);
      assertEquals(failure.error.status, answer);
    });
  }
});

describe("classifyHttp() of unknown codes", () => {
  it("does not disable an account for a refusal it does not know", () => {
    const failure = classify(403, said("brand_new", "No"));
    assertEquals(failure.blame, "account");
    assertEquals(failure.action, { type: "cool", ms: 60_000 });
    assertEquals(failure.error.status, 503);
  });

  it("blames Puter for an unknown fault", () => {
    assertEquals(classify(507, said("full", "x")).code, "upstream_fault");
  });

  it("goes by the status where there is no code", () => {
    const body = { error: "App not found", message: "App not found" };
    assertEquals(classify(404, body).code, "not_found");
  });
});

describe("failures without an answer", () => {
  it("blames the network for a broken connection", () => {
    const failure = networkFailure(new TypeError("reset"), context);
    assertEquals(failure.status, 0);
    assertEquals(failure.blame, "network");
    assertEquals(failure.retry, "once");
    assertEquals(failure.error.status, 502);
  });

  it("answers 504 when the time is up", () => {
    const late = new DOMException("late", "TimeoutError");
    const failure = networkFailure(late, context);
    assertEquals(failure.error.status, 504);
    assertEquals(failure.retry, "never");
  });

  it("blames Puter for a stream without an end", () => {
    const failure = brokenStream(context);
    assertEquals(failure.blame, "upstream");
    assertEquals(failure.action, { type: "none" });
    assertEquals(failure.error.status, 502);
  });

  it("takes filler text for a refusal of the prompt", () => {
    const failure = fakeChat(context);
    assertEquals(failure.blame, "client");
    assertEquals(failure.error.code, "content_policy_violation");
  });

  it("reaches the client through a thrown error as it is", async () => {
    const thrown = new PuterError(classify(503, said("db_unavailable", "x")));
    const response = errorResponse(thrown);
    assertEquals(response.status, 503);
    assertEquals(response.headers.get("retry-after"), "5");
    assertEquals((await response.json()).error.code, "service_unavailable");
    assertEquals(thrown.failure.code, "overloaded");
  });
});

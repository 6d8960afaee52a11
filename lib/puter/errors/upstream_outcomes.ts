import { type Answer, fault, type Outcome } from "./outcome.ts";

const BAD_GATEWAY: Answer = {
  status: 502,
  code: "upstream_error",
  message: "Puter failed to handle this request",
};

const GATEWAY_FAULT: Answer = {
  status: 500,
  code: "internal_error",
  message: "The gateway called Puter in a way that Puter does not accept",
  shouldRetry: false,
};

/** Failures of Puter itself, of the way to it, and of the gateway. */
export const UPSTREAM_OUTCOMES = {
  token_missing: fault("gateway", {
    retry: "never",
    answer: GATEWAY_FAULT,
    reason: "The call reached Puter without a token",
  }),
  not_found: fault("gateway", {
    retry: "never",
    answer: GATEWAY_FAULT,
    reason: "Puter does not know the interface, driver or method",
  }),
  session_only: fault("gateway", {
    retry: "never",
    answer: GATEWAY_FAULT,
    reason: "The endpoint is for user sessions only",
  }),
  overloaded: fault("upstream", {
    retry: "after_pause",
    answer: {
      status: 503,
      code: "service_unavailable",
      message: "Puter is overloaded, please try again in 5s",
      retryAfter: 5,
    },
    reason: "Puter is overloaded",
  }),
  upstream_fault: fault("upstream", {
    retry: "once",
    answer: BAD_GATEWAY,
    reason: "Puter failed without saying why",
  }),
  upstream_timeout: fault("upstream", {
    retry: "never",
    answer: {
      status: 504,
      code: "upstream_timeout",
      message: "Puter took too long to answer",
    },
    reason: "Puter or its proxy gave up waiting",
  }),
  unreadable_answer: fault("upstream", {
    retry: "once",
    answer: {
      ...BAD_GATEWAY,
      message: "Puter gave an answer that the gateway cannot read",
    },
    reason: "The answer has no known shape",
  }),
  stream_incomplete: fault("upstream", {
    retry: "once",
    answer: {
      ...BAD_GATEWAY,
      message: "The answer of the model `{model}` broke off",
    },
    reason: "The stream ended without its closing usage line",
  }),
  address_refused: fault("network", {
    retry: "never",
    answer: {
      ...BAD_GATEWAY,
      message: "Puter refuses the gateway's network address",
      retryAfter: 30,
    },
    reason: "All accounts share the refused address: stop calling for a while",
  }),
  address_limited: fault("network", {
    retry: "after_pause",
    answer: {
      status: 503,
      code: "service_unavailable",
      message: "Puter limits the gateway's network address",
      retryAfter: 10,
    },
    reason: "A proxy before Puter limits the gateway's address",
  }),
  network: fault("network", {
    retry: "once",
    answer: { ...BAD_GATEWAY, message: "The connection to Puter broke" },
    reason: "The connection to Puter broke or was never made",
  }),
  network_timeout: fault("network", {
    retry: "never",
    answer: {
      status: 504,
      code: "upstream_timeout",
      message: "Puter did not answer in time",
    },
    reason: "The gateway gave up waiting for Puter",
  }),
} satisfies Record<string, Outcome>;

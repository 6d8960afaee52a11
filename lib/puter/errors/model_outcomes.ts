import { type Answer, fault, type Outcome } from "./outcome.ts";

const VENDOR_FAILED: Answer = {
  status: 502,
  code: "upstream_error",
  message: "The provider of the model `{model}` failed to answer",
};

/** Failures of the vendor behind Puter, whatever the account. */
export const MODEL_OUTCOMES = {
  vendor_rate_limit: fault("model", {
    retry: "after_pause",
    answer: {
      status: 429,
      type: "rate_limit_error",
      code: "rate_limit_exceeded",
      message:
        "The provider of the model `{model}` is rate limited, please try again in 5s",
      retryAfter: 5,
    },
    reason: "The vendor limits Puter's own key, whatever the account",
  }),
  vendor_auth: fault("model", {
    retry: "never",
    answer: VENDOR_FAILED,
    reason: "The vendor refuses Puter's own key",
  }),
  vendor_unavailable: fault("model", {
    retry: "after_pause",
    answer: {
      status: 503,
      code: "service_unavailable",
      message: "The provider of the model `{model}` is unavailable",
      retryAfter: 5,
    },
    reason: "The vendor is down or overloaded",
  }),
  vendor_failed: fault("model", {
    retry: "once",
    answer: VENDOR_FAILED,
    reason: "All routes to the model failed",
  }),
  vendor_no_media: fault("model", {
    retry: "once",
    answer: {
      ...VENDOR_FAILED,
      message: "The model `{model}` returned no result",
    },
    reason: "The vendor answered without a result",
  }),
  vendor_stream_error: fault("model", {
    retry: "once",
    answer: {
      ...VENDOR_FAILED,
      message: "The provider of the model `{model}` failed while answering",
    },
    reason: "The vendor's stream ended with an error",
  }),
  vendor_stream_cut: fault("model", {
    retry: "once",
    answer: {
      ...VENDOR_FAILED,
      message: "The provider of the model `{model}` broke off while answering",
    },
    reason: "The connection between Puter and the vendor broke",
  }),
  bad_tool_arguments: fault("model", {
    retry: "once",
    answer: {
      ...VENDOR_FAILED,
      message: "The model `{model}` called a tool with arguments that are " +
        "not JSON",
    },
    reason: "The model wrote tool arguments that are not JSON",
  }),
  vendor_model_gone: fault("model", {
    retry: "never",
    answer: {
      status: 404,
      code: "model_not_found",
      message:
        "The model `{model}` does not exist or you do not have access to it.",
    },
    reason: "Puter lists the model, but its vendor does not know it",
  }),
  lost_tool_call: fault("model", {
    retry: "once",
    answer: {
      ...VENDOR_FAILED,
      message: "The tool call of the model `{model}` was lost on the way",
    },
    reason: "The answer says it calls a tool but holds no call",
  }),
} satisfies Record<string, Outcome>;

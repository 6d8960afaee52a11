import { type Answer, fault, type Outcome } from "./outcome.ts";

const POLICY: Answer = {
  status: 400,
  code: "content_policy_violation",
  message: "This request was refused by a content policy",
};

/** The client's own mistake: nothing happens to anyone. */
function refused(answer: Answer, reason: string): Outcome {
  return fault("client", { retry: "never", answer, reason });
}

/** Failures that are about what the client asked for. */
export const CLIENT_OUTCOMES = {
  vendor_refused: refused({
    status: 400,
    code: "upstream_bad_request",
    message: "{text}",
  }, "The vendor refuses the request"),
  context_length: refused({
    status: 400,
    code: "context_length_exceeded",
    param: "messages",
    message: "{text}",
  }, "The prompt is longer than the model's context"),
  model_not_found: refused({
    status: 404,
    code: "model_not_found",
    message:
      "The model `{model}` does not exist or you do not have access to it.",
  }, "Puter does not know the model"),
  bad_request: refused({
    status: 400,
    code: "invalid_value",
    message: "{text}",
  }, "Puter refuses the arguments"),
  content_policy: refused(POLICY, "A content policy refuses the request"),
  policy_veto: refused(POLICY, "A policy of Puter vetoes the request"),
  answer_flagged: refused({
    ...POLICY,
    message: "The answer was withheld by a content policy",
  }, "The finished answer was flagged; it has been charged"),
  fake_chat: refused(
    POLICY,
    "Puter's policy rejected the prompt and answered with filler text",
  ),
  too_large: refused({
    status: 413,
    code: "request_too_large",
    message: "The request is larger than Puter accepts",
  }, "The request or a file in it is too large"),
} satisfies Record<string, Outcome>;

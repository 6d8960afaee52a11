import { assertRejects } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { callUpstream } from "../../../lib/gateway/attempts.ts";
import { CancelScope } from "../../../lib/gateway/cancel_scope.ts";
import { OPEN_PASS } from "../../../lib/gateway/keys/pass.ts";
import { RequestTracker } from "../../../lib/gateway/requests/tracker.ts";
import { ApiError } from "../../../lib/http/errors.ts";
import { testGateway } from "../../helpers/gateway.ts";

describe("callUpstream()", () => {
  it("calls nobody for a request that no key let in", async () => {
    const { services, close } = await testGateway();
    const tracker = new RequestTracker({
      id: "r",
      keyId: "k",
      surface: "chat_completions",
    }, () => {});
    const call = () =>
      callUpstream({
        ...services.puter,
        route: "puter-chat-completion:complete",
        model: "gpt-4o",
        modelName: "gpt-4o",
        budgetMs: 45_000,
        body: [],
        scope: new CancelScope(),
        tracker,
      }, () => Promise.reject(new ApiError("Read", { status: 400 })));
    await assertRejects(call, Error, "no pass");
    tracker.admit(OPEN_PASS);
    await assertRejects(call, ApiError, "Read");
    await close();
  });
});

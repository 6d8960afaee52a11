import type { ChatAnswer } from "../../chat/answer.ts";
import type { ApiError } from "../../http/errors.ts";
import type { ResponseAddress } from "../../store/responses.ts";
import {
  failedResponse,
  responseBody,
  type ResponseKeeping,
  type ResponseObject,
  type ResponseStyle,
  runningResponse,
} from "../../surfaces/responses/mod.ts";
import type { BackgroundExchange } from "../chat/detached.ts";
import type { LastingExchange } from "../chat/respond.ts";
import type { ResponseKeeper } from "./keeper.ts";
import { isRunning, parseRecord } from "./record.ts";

/** What a background response is made with. */
export interface BackgroundParts {
  keeper: ResponseKeeper;
  address: ResponseAddress;
  style: ResponseStyle;
  onlyOne: (answers: readonly ChatAnswer[]) => ChatAnswer;
  keep: (response: ResponseObject) => void;
}

/**
 * A response that the client polls for. What becomes of it is kept only while
 * it is still wanted: it may have been cancelled or deleted by another instance.
 */
export function backgroundExchange(parts: BackgroundParts): BackgroundExchange {
  const { keeper, address, style, keep } = parts;
  const settle = (response: ResponseObject) =>
    settleRun({ keeper, address }, () => keep(response));
  return {
    begin(scope) {
      keeper.runs.add(address, scope);
      const response = runningResponse(style);
      keep(response);
      return response;
    },
    finish: (answers) => settle(responseBody(parts.onlyOne(answers), style)),
    fail: (error: ApiError) => settle(failedResponse(error, style)),
  };
}

/** What a streamed background response is kept with. */
export interface BackgroundStreamParts {
  keeper: ResponseKeeper;
  address: ResponseAddress;
  keep: (response: ResponseObject) => void;
  keepJson: (json: Uint8Array<ArrayBuffer>) => void;
}

/**
 * A streamed response that is made to its end when its client leaves, who can
 * then poll for it. It is kept from its first event on.
 */
export function backgroundStream(parts: BackgroundStreamParts): {
  lasting: LastingExchange;
  keeping: ResponseKeeping;
} {
  const { keeper, address, keep, keepJson } = parts;
  return {
    lasting: {
      begin: (scope) => keeper.runs.add(address, scope),
      end: () => keeper.runs.end(address),
    },
    keeping: {
      begun: keep,
      over(json) {
        settleRun(parts, () => keepJson(json))
          .catch((cause) => keeper.reportLoss(cause, address));
      },
    },
  };
}

/** Keeps how a run has ended, unless it is not wanted any more. */
async function settleRun(
  { keeper, address }: Pick<BackgroundParts, "keeper" | "address">,
  keep: () => void,
): Promise<void> {
  try {
    const json = await keeper.read(address);
    if (json !== null && isRunning(parseRecord(json).response)) keep();
  } finally {
    keeper.runs.end(address);
  }
}

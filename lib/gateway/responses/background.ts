import type { ChatAnswer } from "../../chat/answer.ts";
import type { ApiError } from "../../http/errors.ts";
import type { ResponseAddress } from "../../store/responses.ts";
import {
  failedResponse,
  responseBody,
  type ResponseObject,
  type ResponseStyle,
  runningResponse,
} from "../../surfaces/responses/mod.ts";
import type { BackgroundExchange } from "../chat/detached.ts";
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
  async function settle(response: ResponseObject): Promise<void> {
    try {
      const json = await keeper.read(address);
      if (json === null || !isRunning(parseRecord(json).response)) return;
      keep(response);
    } finally {
      keeper.runs.end(address);
    }
  }
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

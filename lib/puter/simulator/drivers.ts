import { isRecord, textOf } from "../record.ts";
import {
  authenticate,
  type Caller,
  requireUnscoped,
  requireVerified,
} from "./auth.ts";
import { brokenConnection, PiecesBody } from "./body.ts";
import { completeChat } from "./chat_driver.ts";
import { requireCredit } from "./credit.ts";
import { type Fault, faultReply } from "./faults.ts";
import { type DriverMethod, findDriver } from "./interfaces.ts";
import type { Release } from "./limits.ts";
import { answerMedia } from "./media.ts";
import { pollingMs } from "./media/video.ts";
import { mediaCharge } from "./media_price.ts";
import { listedDetails, listedIds } from "./model_list.ts";
import { jsonReply, SimError, type SimReply, wholeReply } from "./reply.ts";
import { findToken, readBody, type SimRequest } from "./request.ts";
import type { CallRecord, Exchange } from "./world.ts";

const CALLS_PER_MINUTE = 8000;

/**
 * Answers `POST /drivers/call`, checking in the order Puter does.
 *
 * @throws {SimError} before the caller is known
 */
export async function callDriver(
  request: SimRequest,
  { world, signal }: Exchange,
): Promise<SimReply> {
  const { registry, now } = world;
  const body = readBody(request);
  const caller = authenticate(findToken(request, body), {
    registry,
    now: now(),
  });
  const record: CallRecord = {
    accountId: caller.account.accountId,
    interface: textOf(body.interface) ?? "",
    method: textOf(body.method) ?? "",
    model: textOf(argsOf(body).model) ?? null,
    status: 0,
    at: now(),
  };
  world.record(record);
  const reply = await answered(
    () => checkAndAnswer({ body, caller, world, signal }),
  );
  record.status = reply.status;
  const bytes = reply.whole?.byteLength ?? 0;
  caller.account.metering.chargeEgress(bytes, caller.app);
  return reply;
}

interface DriverCall extends Exchange {
  body: Record<string, unknown>;
  caller: Caller;
}

async function checkAndAnswer(call: DriverCall): Promise<SimReply> {
  const { body, caller, world, signal } = call;
  const { accountId } = caller.account;
  requireVerified(caller);
  requireUnscoped(caller);
  world.limits.perMinute(`drivers ${accountId}`, CALLS_PER_MINUTE);
  const driver = findDriver(body);
  const fault = world.faults.take();
  const failure = fault && await fail(fault, { driver, body, signal });
  if (failure) return failure;
  const { interfaceName, method } = driver;
  const release = world.limits.enter(
    caller.account,
    `${interfaceName}:${method}`,
  );
  try {
    return await answer(call, { driver, fault, release });
  } catch (thrown) {
    release();
    throw thrown;
  }
}

/** A fault that takes the place of an answer. */
async function fail(
  fault: Fault,
  { driver, body, signal }: {
    driver: DriverMethod;
    body: Record<string, unknown>;
    signal: AbortSignal;
  },
): Promise<SimReply | undefined> {
  if (fault === "drop_before_head") throw brokenConnection();
  if (fault === "stall") await untilAborted(signal);
  const { model, stream } = argsOf(body);
  return faultReply(fault, {
    interfaceName: driver.interfaceName,
    method: driver.method,
    model: textOf(model) ?? "",
    stream: Boolean(stream),
  });
}

interface Admitted {
  driver: DriverMethod;
  fault: Fault | undefined;
  release: Release;
}

function answer(
  call: DriverCall,
  { driver, fault, release }: Admitted,
): SimReply | Promise<SimReply> {
  const { caller, world, signal } = call;
  const args = argsOf(call.body);
  const { interfaceName, method } = driver;
  if (interfaceName !== "puter-chat-completion") {
    return media(call, { driver, fault, release });
  }
  if (method !== "complete") {
    const result = method === "list" ? listedIds() : listedDetails();
    const service = { name: driver.driver };
    release();
    return jsonReply({ success: true, result, service });
  }
  return completeChat({
    caller,
    args,
    fault,
    signal,
    delay: world.delay,
    onVendorRequest: world.vendorAsked,
    onEnd: release,
  });
}

async function media(
  { body, caller, world, signal }: DriverCall,
  { driver, fault, release }: Admitted,
): Promise<SimReply> {
  const args = argsOf(body);
  const { interfaceName, method } = driver;
  const charge = mediaCharge(driver, args);
  if (!args.test_mode) requireCredit(caller.account, charge?.cost);
  const made = answerMedia(interfaceName, method, args);
  const reply = wholeReply(made.body, {
    status: made.status,
    contentType: made.contentType,
  });
  if (charge !== undefined && made.status === 200) {
    caller.account.metering.charge([charge], caller.app);
  }
  // What is begun is charged, whether anybody waits for it or not.
  const waitMs = interfaceName === "puter-video-generation"
    ? pollingMs(args)
    : 0;
  if (waitMs > 0) await world.delay(waitMs, signal);
  const whole = reply.whole ?? new Uint8Array();
  const breaks = fault?.startsWith("drop_") ?? false;
  const pieces = [breaks ? whole.subarray(0, whole.byteLength / 2) : whole];
  reply.body = new PiecesBody({ pieces, breaks, onEnd: release });
  return reply;
}

function argsOf(body: Record<string, unknown>): Record<string, unknown> {
  return isRecord(body.args) ? body.args : {};
}

/** Turns Puter's own errors into answers; broken connections stay thrown. */
async function answered(make: () => Promise<SimReply>): Promise<SimReply> {
  try {
    return await make();
  } catch (thrown) {
    if (thrown instanceof SimError) return thrown.reply();
    throw thrown;
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), {
      once: true,
    });
  });
}

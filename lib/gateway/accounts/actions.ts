import { type AccountInfo, choicesOf, type OwnerChoices } from "./record.ts";
import { type AccountView, accountView } from "./views.ts";
import { probeCall, probeIdentity, type ProbeResult } from "./probe.ts";
import { ApiError } from "../../http/errors.ts";
import type { Connection } from "./connection.ts";
import type { EndpointCall } from "../endpoint.ts";
import { notFound } from "../owner/owner_body.ts";
import type { Services } from "../services.ts";

/** Who does something, and with what. */
export type ActorCall = Pick<EndpointCall, "services" | "caller" | "requestId">;

/** What a probe of an account has shown. */
export interface AccountProbe {
  account: AccountView;
  /** Whether Puter accepts its token, tells its credit, and serves a call. */
  identity: ProbeResult;
  credit: ProbeResult | null;
  call: ProbeResult | null;
}

/**
 * Changes what the owner may set for an account.
 *
 * @throws {ApiError} 404 when there is no such account, 409 when others never
 * stop changing it, or it is no longer as `expected`
 */
export async function changeAccount(
  services: Services,
  id: string,
  { choices, expected }: { choices: OwnerChoices; expected?: OwnerChoices },
): Promise<{ before: OwnerChoices; after: OwnerChoices; info: AccountInfo }> {
  const old = await services.accounts.get(id);
  if (old === null) throw notFound("account", id);
  const before = choicesOf(old);
  const info = await services.accounts.set(id, choices, expected);
  if (info === null) throw notFound("account", id);
  await services.reload();
  return { ...differenceOf(before, choicesOf(info)), info };
}

/**
 * Connects an account as its owner asked, and writes that down.
 *
 * @throws {ApiError} as `Accounts.connect`
 */
export async function connectAccount(
  call: ActorCall,
  token: string,
): Promise<Connection> {
  const { accounts, audit } = call.services;
  const connection = await accounts.connect(token);
  const { account, outcome } = connection;
  audit.note({
    action: "account.connect",
    target: account.id,
    after: { ...summaryOf(account), outcome },
    by: call,
  });
  return connection;
}

/**
 * Forgets an account as its owner asked, and writes that down.
 *
 * @throws {ApiError} 404 when there is none
 */
export async function removeAccount(
  call: EndpointCall,
  id: string,
): Promise<void> {
  const { accounts, audit } = call.services;
  const account = await accounts.get(id);
  if (account === null || !await accounts.remove(id)) {
    throw notFound("account", id);
  }
  audit.note({
    action: "account.remove",
    target: id,
    before: { ...summaryOf(account), ...choicesOf(account) },
    by: call,
  });
}

/** Changes an account as its owner asked, and writes that down. */
export async function changeAccountAsOwner(
  call: EndpointCall,
  id: string,
  choices: OwnerChoices,
): Promise<AccountView> {
  const { services } = call;
  const { before, after, info } = await changeAccount(services, id, {
    choices,
  });
  if (Object.keys(after).length > 0) {
    services.audit.note({
      action: actionOf(after),
      target: id,
      before,
      after,
      undo: "account",
      by: call,
    });
  }
  return accountView(services, info);
}

/**
 * Asks Puter about an account now: who it is, what it has left, and whether a
 * call passes. The call costs nothing, and is left out where Puter has told to
 * wait.
 *
 * @throws {ApiError} 404 when there is no such account
 */
export async function probeAccount(
  services: Services,
  id: string,
): Promise<AccountProbe> {
  await services.ready();
  const { pool } = services.puter;
  if (await services.accounts.get(id) === null) throw notFound("account", id);
  const identity = await probeIdentity(services.puter, id);
  if (identity.ok) {
    await services.accounts.recheck(id);
    await services.reload();
  }
  const credit = identity.ok ? await probeCredit(services, id) : null;
  const state = pool.viewOne(id)?.state;
  const isTold = state?.status === "cooling" && state.provenance === "told";
  const mayCall = identity.ok && !isTold && state?.status !== "exhausted";
  const call = mayCall ? await probeCall(services.puter, id) : null;
  const info = await services.accounts.get(id);
  if (info === null) throw notFound("account", id);
  return { account: accountView(services, info), identity, credit, call };
}

async function probeCredit(
  services: Services,
  id: string,
): Promise<ProbeResult> {
  const begun = Date.now();
  try {
    await services.readCredit(id);
    return { ok: true, code: null, ms: Date.now() - begun };
  } catch (thrown) {
    const code = thrown instanceof ApiError ? thrown.code : "error";
    return { ok: false, code, ms: Date.now() - begun };
  }
}

function actionOf({ paused }: OwnerChoices): string {
  if (paused === undefined) return "account.change";
  return paused ? "account.pause" : "account.resume";
}

function differenceOf(
  before: Required<OwnerChoices>,
  after: Required<OwnerChoices>,
): { before: OwnerChoices; after: OwnerChoices } {
  const names = (Object.keys(after) as (keyof OwnerChoices)[])
    .filter((name) => before[name] !== after[name]);
  const only = (all: OwnerChoices): OwnerChoices =>
    Object.fromEntries(names.map((name) => [name, all[name]]));
  return { before: only(before), after: only(after) };
}

function summaryOf({ username, tier, tokenFingerprint }: AccountInfo) {
  return { username, tier, tokenFingerprint };
}

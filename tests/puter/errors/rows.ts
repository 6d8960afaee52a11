import {
  classifyHttp,
  type PuterFailure,
} from "../../../lib/puter/errors/classify.ts";

/** Classifies an answer of Puter to a call of the model `acme-1`. */
export function classify(status: number, body: unknown): PuterFailure {
  const text = JSON.stringify(body);
  return classifyHttp(status, "application/json", text, { model: "acme-1" });
}

/** Puter's envelope says everything twice. */
export function said(code: string, message: string, more = {}): unknown {
  return { error: message, message, code, ...more };
}

/** What is asserted of one row, in the order of the row. */
export type Row = [
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

export const NO_ACCOUNT: [number, string] = [503, "service_unavailable"];

export function lost(code: string): Row[3] {
  return {
    code,
    blame: "account",
    action: "disable",
    other: true,
    retry: "never",
    answer: NO_ACCOUNT,
  };
}

export function refused(code: string, status: number, answer: string): Row[3] {
  return {
    code,
    blame: "client",
    action: "none",
    other: false,
    retry: "never",
    answer: [status, answer],
  };
}

export function vendor(
  code: string,
  retry: string,
  answer: [number, string],
): Row[3] {
  return { code, blame: "model", action: "none", other: false, retry, answer };
}

import { bareHost } from "../http/public_url.ts";
import { isAddress, isPublicAddress } from "../http/special_addresses.ts";

const MAX_LENGTH = 2000;

/** Endings of names that only private networks know. */
const LOCAL_ENDING = /(?:^|\.)(?:localhost|local|internal|lan|home\.arpa)$/;

/**
 * Reads the base URL of a companion endpoint, such as `https://host/v1`; gives
 * it without a slash at its end. Plain HTTP is for private networks alone, as
 * the key and what is embedded travel along.
 *
 * @throws {Error} saying what is wrong, never repeating the URL
 */
export function readBaseUrl(text: string): string {
  const url = text.length > MAX_LENGTH ? null : URL.parse(text.trim());
  if (url === null) throw new Error("it must be a URL such as https://host/v1");
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new Error("it must begin with https:// or http://");
  }
  if (url.username !== "" || url.password !== "") {
    throw new Error("it must not hold a user name or a password");
  }
  if (url.search !== "" || url.hash !== "") {
    throw new Error("it must end with its path");
  }
  if (url.protocol === "http:" && !isLocal(bareHost(url))) {
    throw new Error(
      "it must begin with https:// unless its host is in a private network",
    );
  }
  return url.origin + url.pathname.replace(/\/+$/, "");
}

function isLocal(host: string): boolean {
  if (isAddress(host)) return !isPublicAddress(host);
  return !host.includes(".") || LOCAL_ENDING.test(host);
}

import { encodeBase64 } from "@std/encoding/base64";

/** A certificate of a test's own authority, in PEM. */
export interface TestCertificate {
  /** The authority that made it. */
  ca: string;
  cert: string;
  key: string;
}

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", hash: "SHA-256" };

const OID = {
  ecdsaWithSha256: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
  commonName: [0x55, 0x04, 0x03],
  basicConstraints: [0x55, 0x1d, 0x13],
  subjectAltName: [0x55, 0x1d, 0x11],
};

/** Makes a certificate for a name, fresh for each run of the tests. */
export async function makeCertificate(
  hostname: string,
): Promise<TestCertificate> {
  const authority = await crypto.subtle.generateKey(CURVE, true, ["sign"]);
  const server = await crypto.subtle.generateKey(CURVE, true, ["sign"]);
  const ca = { name: "Test authority", signer: authority.privateKey };
  return {
    ca: pem("CERTIFICATE", await certificate(authority, "Test authority", ca)),
    cert: pem("CERTIFICATE", await certificate(server, hostname, ca)),
    key: pem(
      "PRIVATE KEY",
      new Uint8Array(
        await crypto.subtle.exportKey("pkcs8", server.privateKey),
      ),
    ),
  };
}

/** RFC 5280, section 4.1. */
async function certificate(
  pair: CryptoKeyPair,
  subject: string,
  issuer: { name: string; signer: CryptoKey },
): Promise<Uint8Array> {
  const algorithm = sequence(der(0x06, OID.ecdsaWithSha256));
  const publicKey = await crypto.subtle.exportKey("spki", pair.publicKey);
  const isAuthority = subject === issuer.name;
  const extension = isAuthority
    ? sequence(
      der(0x06, OID.basicConstraints),
      der(0x01, [0xff]),
      der(0x04, sequence(der(0x01, [0xff]))),
    )
    : sequence(
      der(0x06, OID.subjectAltName),
      der(0x04, sequence(der(0x82, text(subject)))),
    );
  const body = sequence(
    der(0xa0, der(0x02, [2])),
    der(0x02, [1, ...crypto.getRandomValues(new Uint8Array(8))]),
    algorithm,
    nameOf(issuer.name),
    sequence(
      der(0x17, text("250101000000Z")),
      der(0x17, text("491231235959Z")),
    ),
    nameOf(subject),
    new Uint8Array(publicKey),
    der(0xa3, sequence(extension)),
  );
  const signature = await crypto.subtle.sign(SIGNING, issuer.signer, body);
  return sequence(body, algorithm, der(0x03, [0, ...derSignature(signature)]));
}

function nameOf(commonName: string): Uint8Array<ArrayBuffer> {
  const pair = sequence(der(0x06, OID.commonName), der(0x0c, text(commonName)));
  return sequence(der(0x31, pair));
}

/** WebCrypto gives r and s side by side. */
function derSignature(raw: ArrayBuffer): Uint8Array {
  const bytes = new Uint8Array(raw);
  return sequence(integer(bytes.subarray(0, 32)), integer(bytes.subarray(32)));
}

function integer(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const value = [...bytes.subarray(start)];
  return der(0x02, (value[0] ?? 0) & 0x80 ? [0, ...value] : value);
}

function sequence(...parts: Iterable<number>[]): Uint8Array<ArrayBuffer> {
  return der(0x30, parts.flatMap((part) => [...part]));
}

function der(tag: number, content: Iterable<number>): Uint8Array<ArrayBuffer> {
  const bytes = [...content];
  const { length } = bytes;
  if (length < 0x80) return Uint8Array.of(tag, length, ...bytes);
  if (length < 0x100) return Uint8Array.of(tag, 0x81, length, ...bytes);
  return Uint8Array.of(tag, 0x82, length >> 8, length & 0xff, ...bytes);
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

function pem(label: string, bytes: Uint8Array): string {
  const lines = encodeBase64(bytes).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""]
    .join("\n");
}

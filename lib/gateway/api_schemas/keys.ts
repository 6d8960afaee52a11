import { z } from "zod";
import { parseRange } from "../../auth/cidr.ts";
import { SURFACES } from "../../auth/policy.ts";

/** Most entries of a list in a policy. */
const MAX_ENTRIES = 100;

/** Before this a time must have been meant in seconds: 2001. */
const MIN_MS = 1_000_000_000_000;

const name = z.string().trim().refine(
  (name) => name.length >= 1 && name.length <= 80,
  "it must have 1 to 80 characters",
);

const glob = z.string().trim().min(1).max(200);

const range = z.string().trim().refine(
  (text) => parseRange(text) !== null,
  "it must be an IP address or a range such as 192.0.2.0/24 or 2001:db8::/32",
);

const POLICY = {
  models: z.array(glob).min(1).max(MAX_ENTRIES).nullable().meta({
    description: "Globs (`*`, `?`) of model names; null allows all models",
  }),
  surfaces: z.array(z.enum(SURFACES)).min(1).nullable().meta({
    description: "Protocols it may use; null allows all",
  }),
  perMinute: z.int().min(1).max(1_000_000).nullable().meta({
    description: "Calls in any 60 seconds",
  }),
  atOnce: z.int().min(1).max(100_000).nullable().meta({
    description: "Calls running at the same time",
  }),
  dailyMicroCents: z.int().min(1).nullable().meta({
    description: "Cost of a UTC day; 100,000,000 are one US dollar",
  }),
  monthlyMicroCents: z.int().min(1).nullable().meta({
    description: "Cost of a UTC month; 100,000,000 are one US dollar",
  }),
  expiresAt: z.int().refine(
    (ms) => ms >= MIN_MS,
    "it must be a time in milliseconds since 1970",
  ).nullable().meta({
    description: "Milliseconds since 1970 from which on it opens nothing",
  }),
  ips: z.array(range).min(1).max(MAX_ENTRIES).nullable().meta({
    description: "Addresses and CIDR ranges it may be used from",
  }),
  bodies: z.enum(["off", "failed", "all"]).meta({
    description: "Which bodies of its requests are kept for the owner",
  }),
};

/**
 * A new client key: its name and what it may do. Strict, because a limit that
 * is misspelt would be a limit that is not there.
 */
export const NewKeyBody = z.object(POLICY).partial().extend({
  name,
  guest: z.boolean().exactOptional().meta({
    description: "True for a guest link: a key with a public page of its own",
  }),
}).strict().meta({ id: "NewKey" });

/** Changes to a client key: what is absent stays, a limit of null goes. */
export const KeyChangeBody = z.object({ ...POLICY, name }).partial()
  .strict().meta({ id: "KeyChange" });

/** Longest time an old secret may go on, in seconds: 30 days. */
const MAX_GRACE_SECONDS = 30 * 24 * 60 * 60;

/** How a client key gets a new secret. */
export const KeyRotationBody = z.object({
  graceSeconds: z.int().min(0).max(MAX_GRACE_SECONDS).meta({
    description: "How long the old secret goes on; 0 ends it at once",
  }),
}).strict().meta({ id: "KeyRotation" });

/** A client key as shown to the owner; the key itself is nowhere. */
export const KeyViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string().meta({ description: "The key's beginning and end" }),
  createdAt: z.int(),
  previousUntil: z.int().nullable().meta({
    description: "When the secret before the last rotation ends",
  }),
  lastUsedAt: z.int().nullable().meta({
    description: "When it was last used, to a minute",
  }),
  guestId: z.string().nullable().meta({
    description: "Names its page, /guest/{id}; null when it is no guest link",
  }),
  ...POLICY,
}).meta({ id: "Key" });

/** A client key with what it uses at present. */
export const KeyDetailSchema = KeyViewSchema.extend({
  usage: z.object({
    lastMinute: z.int().nullable().meta({
      description: "Calls of the last minute; null where that is not limited",
    }),
    running: z.int().nullable().meta({
      description: "Calls running now; null where that is not limited",
    }),
    dayMicroCents: z.number().meta({
      description: "Cost of this UTC day, estimated where it was never told",
    }),
    monthMicroCents: z.number().meta({
      description: "Cost of this UTC month, estimated where it was never told",
    }),
  }),
}).meta({ id: "KeyDetail" });

/** How the list of keys is asked for. */
export const KeyListQuery = z.object({
  usage: z.enum(["true", "false"]).default("false").meta({
    description: "true adds what each key uses at present",
  }),
});

import { z } from "zod";

const passphrase = z.string().min(12).max(1024).describe(
  "At least 12 characters; without it a backup cannot be restored",
);

/** The body of `POST /api/backup`. */
export const backupSchema = z.strictObject({ passphrase });

/** The first line of the body of `POST /api/backup/restore`. */
export const restoreSchema = z.strictObject({
  passphrase,
  mode: z.enum(["empty", "replace"]).default("empty").describe(
    "replace deletes the settings, keys, accounts and history there are",
  ),
  ownerKey: z.enum(["keep", "restore"]).default("keep").describe(
    "restore brings back the owner key that the gateway once made itself",
  ),
});

/** The answer of `POST /api/backup/restore`. */
export const restoredSchema = z.object({
  restored: z.literal(true),
  records: z.int().describe("Entries of the database"),
  parts: z.record(z.string(), z.int()).describe("Entries by part"),
  withoutToken: z.array(z.string()).describe(
    "Accounts to connect again: their tokens could not be opened at the backup",
  ),
});

/** The answer of `GET /api/backup`. */
export const backupInfoSchema = z.object({
  version: z.int().describe("Version of the file's form"),
  parts: z.array(z.string()).describe("What a backup holds"),
  restoring: z.boolean().describe("True while one is being put in force"),
});

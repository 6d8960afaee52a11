import { z } from "zod";

/** OpenAI's own limit, in UTF-16 units. */
const MAX_PROMPT = 32_000;

const prompt = z.string().min(1).max(MAX_PROMPT);

const seconds = z.union([
  z.number().positive().max(600),
  z.string().regex(/^\d{1,3}(\.\d+)?$/, "Expected a number of seconds"),
]).nullish();

const size = z.string().regex(
  /^(\d{2,5}x\d{2,5}|\d{1,4}[pk])$/i,
  "Expected a size such as 1280x720 or 720p",
).nullish();

/** Numbers and flags come as texts from a form. */
const seed = z.union([z.int().min(0), z.string().regex(/^\d{1,15}$/)]);
const flag = z.union([z.boolean(), z.enum(["true", "false"])]);

/**
 * The fields of `POST /v1/videos`, in JSON or in a form. Besides OpenAI's own,
 * those that Puter hands on to vendors that know them.
 */
export const videoCreateSchema = z.object({
  prompt,
  model: z.string().min(1).max(200).nullish().meta({
    description: "The first model that works when absent",
  }),
  seconds: seconds.meta({
    description: "What the model makes first when absent",
  }),
  size: size.meta({ description: "What the model makes first when absent" }),
  input_reference: z.union([
    z.string(),
    z.object({
      image_url: z.union([z.string(), z.object({ url: z.string() })]).nullish(),
      file_id: z.string().nullish(),
    }),
  ]).nullish().meta({
    description: "A picture to begin with: a data URL or an https URL; in a " +
      "form a file",
  }),
  negative_prompt: z.string().max(500).nullish(),
  seed: seed.nullish(),
  generate_audio: flag.nullish(),
  accept_lost_result: flag.nullish().meta({
    description: "True calls a model whose videos Puter is known to lose",
  }),
});

/** The body of `POST /v1/videos/{id}/remix`. */
export const videoRemixSchema = z.object({ prompt });

/** The query of `GET /v1/videos`. */
export const videoListSchema = z.object({
  limit: z.coerce.number().int().min(0).max(100).default(20),
  order: z.enum(["asc", "desc"]).default("desc"),
  after: z.string().optional(),
});

/** A video job as clients see it; every key is always there. */
export const videoSchema = z.object({
  id: z.string(),
  object: z.literal("video"),
  model: z.string(),
  status: z.enum(["queued", "in_progress", "completed", "failed"]),
  progress: z.int().min(0).max(100).meta({
    description: "An estimate by time, until 100 when the video is there",
  }),
  created_at: z.int(),
  completed_at: z.int().nullable(),
  expires_at: z.int().nullable(),
  prompt: z.string(),
  size: z.string(),
  seconds: z.string(),
  remixed_from_video_id: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
}).meta({ id: "Video" });

/** A page of jobs. */
export const videoPageSchema = z.object({
  object: z.literal("list"),
  data: z.array(videoSchema),
  first_id: z.string().nullable(),
  last_id: z.string().nullable(),
  has_more: z.boolean(),
});

/** What is said of a deleted job. */
export const videoDeletedSchema = z.object({
  id: z.string(),
  object: z.literal("video.deleted"),
  deleted: z.literal(true),
});

/** The answer of `POST /v1/videos/generations`. */
export const videoGenerationsSchema = z.object({
  created: z.int(),
  data: z.array(z.object({ url: z.string() })),
});

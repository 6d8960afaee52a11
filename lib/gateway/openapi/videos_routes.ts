import {
  videoCreateSchema,
  videoDeletedSchema,
  videoGenerationsSchema,
  videoListSchema,
  videoPageSchema,
  videoRemixSchema,
  videoSchema,
} from "../../surfaces/videos/schema.ts";
import type { RouteDoc } from "./route_doc.ts";

const CREATE = videoCreateSchema.meta({ id: "VideoCreateRequest" });

/** Video jobs. */
export const VIDEOS_ROUTES: RouteDoc[] = [
  {
    method: "POST",
    path: "/v1/videos",
    access: "key",
    summary: "Begin to make a video",
    description: "Takes the same fields as `multipart/form-data`, with " +
      "`input_reference` as a file. Ask for the job until it has ended; the " +
      "header `openai-poll-after-ms` tells when. Lengths and sizes that the " +
      "model does not offer are refused.",
    body: { schema: CREATE },
    answers: { 200: { schema: videoSchema } },
  },
  {
    method: "GET",
    path: "/v1/videos",
    access: "key",
    summary: "List the key's own video jobs",
    query: videoListSchema,
    answers: { 200: { schema: videoPageSchema } },
  },
  {
    method: "GET",
    path: "/v1/videos/{id}",
    access: "key",
    summary: "Show a video job",
    answers: { 200: { schema: videoSchema } },
  },
  {
    method: "DELETE",
    path: "/v1/videos/{id}",
    access: "key",
    summary: "Delete a video job",
    description: "One that runs is waited for no longer; Puter charges it " +
      "all the same.",
    answers: { 200: { schema: videoDeletedSchema } },
  },
  {
    method: "GET",
    path: "/v1/videos/{id}/content",
    access: "key",
    summary: "Download a video",
    description: "Passed on from the vendor who keeps it, for as long as it " +
      "does. There is no variant but `video`.",
    headers: { range: "One range of bytes" },
    answers: {
      200: { type: "video/mp4", description: "The whole video" },
      206: { type: "video/mp4", description: "The range asked for" },
    },
  },
  {
    method: "POST",
    path: "/v1/videos/{id}/remix",
    access: "key",
    summary: "Make a video anew by another prompt",
    description: "Puter cannot change a video: a remix is a new one of the " +
      "same model, length, size and first picture, by the new prompt alone.",
    body: { schema: videoRemixSchema.meta({ id: "VideoRemixRequest" }) },
    answers: { 200: { schema: videoSchema } },
  },
  {
    method: "POST",
    path: "/v1/videos/generations",
    access: "key",
    summary: "Make a video and wait for it",
    description: "May take ten minutes. The URL is the vendor's own, or a " +
      "data URL.",
    body: { schema: CREATE },
    answers: { 200: { schema: videoGenerationsSchema } },
  },
];

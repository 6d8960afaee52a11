import {
  imageEditSchema,
  imageGenerationSchema,
} from "../../surfaces/images/schema.ts";
import { imagesAnswer } from "../api_schemas/images.ts";
import type { ContentDoc, RouteDoc } from "./route_doc.ts";

const ANSWERS: Record<number, ContentDoc[]> = {
  200: [
    { schema: imagesAnswer },
    {
      type: "text/event-stream",
      description: "With `stream`: one `completed` event for each image",
    },
  ],
};

/** OpenAI's API of images. */
export const IMAGES_ROUTES: RouteDoc[] = [
  {
    method: "POST",
    path: "/v1/images/generations",
    access: "key",
    summary: "Make images",
    description: "Sizes and qualities are the nearest that the model has. " +
      "`stream` gives no partial images, and no answer tells `usage`: " +
      "Puter has neither.",
    body: {
      schema: imageGenerationSchema.meta({ id: "ImageGenerationRequest" }),
    },
    answers: ANSWERS,
  },
  {
    method: "POST",
    path: "/v1/images/edits",
    access: "key",
    summary: "Make images from images",
    description: "JSON, or multipart/form-data with the files `image` or " +
      "`image[]` and, for models that take one, `mask`.",
    body: { schema: imageEditSchema.meta({ id: "ImageEditRequest" }) },
    answers: ANSWERS,
  },
  {
    method: "GET",
    path: "/v1/images/files/{id}",
    access: "none",
    summary: "Show an image whose URL an answer gave",
    description:
      "Needs no key: the id is not to be guessed. Gone after an hour.",
    answers: { 200: { type: "image/*" } },
  },
];

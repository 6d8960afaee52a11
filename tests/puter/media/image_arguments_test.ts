import { assert, assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { ApiError } from "../../../lib/http/errors.ts";
import type { ImageRequest } from "../../../lib/media/image_request.ts";
import { toImageArguments } from "../../../lib/puter/media/image_arguments.ts";
import { estimateImageCost } from "../../../lib/puter/media/image_price.ts";
import {
  parseModels,
  type PuterModel,
} from "../../../lib/puter/models/models.ts";
import { SIM_IMAGE_MODELS } from "../../../lib/puter/simulator/models.ts";
import { readImages } from "../../../lib/surfaces/images/read.ts";

/** Models as other providers list them, beside the simulator's. */
const MORE = [
  {
    id: "gpt-image-2",
    provider: "openai-image-generation",
    allowedQualityLevels: ["low", "medium", "high", "auto"],
    costs: { "low:1024x1024": 0.588 },
  },
  {
    id: "@cf/leonardo/phoenix-1.0",
    provider: "cloudflare-image-generation",
    costs: { step: 11000 },
  },
  {
    id: "black-forest-labs/flux-2-pro",
    provider: "replicate-image-generation",
    imageInputKey: "input_images",
    costs: { run: 1.5 },
  },
  {
    id: "replicate-one",
    provider: "replicate-image-generation",
    singleImageInputKey: "image",
    costs: {},
  },
  { id: "replicate-none", provider: "replicate-image-generation", costs: {} },
  { id: "newer", provider: "newer-image-generation", costs: {} },
];

const MODELS = new Map(
  parseModels([...SIM_IMAGE_MODELS, ...MORE]).map((model) => [model.id, model]),
);

const PIXEL = "data:image/png;base64,iVBORw0KGgo=";

function modelOf(id: string): PuterModel {
  const model = MODELS.get(id);
  assert(model !== undefined, id);
  return model;
}

function request(fields: Record<string, unknown>): ImageRequest {
  return readImages({ prompt: "a cat", ...fields }, "generation").request;
}

/** The arguments for a body, without what is always the same. */
function args(id: string, fields: Record<string, unknown>) {
  const { prompt, model, ...more } = toImageArguments(
    request(fields),
    modelOf(id),
  );
  assertEquals([prompt, model], ["a cat", id]);
  return more;
}

function sides(w: number, h: number) {
  return { ratio: { w, h } };
}

const FLUX = "togetherai:black-forest-labs/flux.1-schnell";
const GEMINI = "gemini-3-pro-image-preview";
const ARK_2K = "seedream-4-5-251128";

const LOOKS: [id: string, fields: Record<string, unknown>, look: object][] = [
  ["gpt-image-1", {}, {}],
  ["gpt-image-1", { size: "auto", quality: "auto" }, {}],
  ["gpt-image-1", { size: "1024x1024" }, sides(1024, 1024)],
  ["gpt-image-1", { size: "512x512" }, sides(1024, 1024)],
  ["gpt-image-1", { size: "1792x1024" }, sides(1536, 1024)],
  ["gpt-image-1", { size: "1024x1792" }, sides(1024, 1536)],
  ["gpt-image-1", { aspect_ratio: "16:9" }, sides(1536, 1024)],
  ["gpt-image-1", { quality: "standard" }, { quality: "medium" }],
  ["gpt-image-1", { quality: "hd" }, { quality: "high" }],
  ["gpt-image-1", { quality: "xhigh" }, { quality: "high" }],
  ["gpt-image-1", { quality: "LOW" }, { quality: "low" }],
  ["gpt-image-1", { quality: "2K" }, {}],
  ["gpt-image-1", { quality: "pretty" }, {}],
  ["gpt-image-2", { size: "1600x900" }, {
    ...sides(1600, 900),
    quality: "auto",
  }],
  ["gpt-image-2", { size: "9999x9999" }, {
    ...sides(3840, 3840),
    quality: "auto",
  }],
  ["gemini-2.5-flash-image", { size: "1536x1024", quality: "high" }, {
    ...sides(3, 2),
  }],
  [GEMINI, { size: "1024x1024", quality: "high" }, {
    ...sides(1, 1),
    quality: "1K",
  }],
  [GEMINI, { size: "2048x1152" }, { ...sides(16, 9), quality: "2K" }],
  [GEMINI, { size: "4k", aspect_ratio: "9:16" }, {
    ...sides(9, 16),
    quality: "4K",
  }],
  [GEMINI, { quality: "medium" }, { quality: "1K" }],
  [GEMINI, { quality: "hd" }, { quality: "2K" }],
  ["grok-imagine-image", { size: "1792x1024" }, {
    ...sides(16, 9),
    quality: "1k",
  }],
  ["seedream-4-0-250828", { size: "1024x1024" }, {
    ...sides(1024, 1024),
    quality: "1k",
  }],
  ["seedream-4-0-250828", { size: "512x512" }, {
    ...sides(1, 1),
    quality: "1k",
  }],
  ["seedream-4-0-250828", { size: "8000x100" }, {
    ...sides(16, 9),
    quality: "1k",
  }],
  [ARK_2K, { size: "1024x1024" }, { ...sides(1, 1), quality: "2k" }],
  [ARK_2K, { size: "2048x2048" }, { ...sides(2048, 2048), quality: "2k" }],
  ["seedream-4-0-250828", { quality: "medium" }, { quality: "1.5k" }],
  [FLUX, { size: "1000x700", quality: "high" }, sides(1000, 704)],
  [FLUX, { size: "4096x2048" }, sides(1792, 896)],
  [FLUX, { aspect_ratio: "1:1" }, sides(1024, 1024)],
  ["@cf/leonardo/phoenix-1.0", { size: "64x64" }, sides(256, 256)],
  ["black-forest-labs/flux-2-pro", { size: "1080x1920" }, sides(9, 16)],
  ["newer", { size: "700x500", quality: "best" }, {
    ...sides(700, 500),
    quality: "best",
  }],
];

describe("toImageArguments()", () => {
  it("100: says sizes and qualities in each provider's own terms", () => {
    for (const [id, fields, look] of LOOKS) {
      assertEquals(args(id, fields), look, `${id} ${JSON.stringify(fields)}`);
    }
  });

  it("100: makes something usable of any size and quality", () => {
    fc.assert(fc.property(
      fc.constantFrom(...MODELS.values()),
      fc.oneof(
        fc.string({ maxLength: 20 }),
        fc.tuple(fc.nat(99_999), fc.nat(99_999)).map((it) => it.join("x")),
        fc.tuple(fc.nat(9999), fc.nat(9999)).map((it) => it.join(":")),
      ),
      fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom("hd", "1k", "4K")),
      (model, size, quality) => {
        const asked = request({ size, quality });
        const { ratio } = toImageArguments(asked, model) as {
          ratio?: { w: number; h: number };
        };
        assert(ratio === undefined || (ratio.w > 0 && ratio.h > 0));
        if (ratio !== undefined && model.ratios !== undefined) {
          assert(
            model.ratios.some(({ w, h }) => w === ratio.w && h === ratio.h),
          );
        }
        const cost = estimateImageCost(asked, model);
        assert(Number.isInteger(cost) && cost >= 0, `${cost}`);
      },
    ));
  });

  it("gives images to work from under the name the provider reads", () => {
    const image = [PIXEL, "https://example.com/b.png"];
    assertEquals(args("gpt-image-1", { image }), { input_images: image });
    assertEquals(args(FLUX, { image: PIXEL }), { input_images: [PIXEL] });
    for (const id of ["replicate-one", "black-forest-labs/flux-2-pro"]) {
      assertEquals(args(id, { image: PIXEL }), { input_image: PIXEL });
    }
  });

  it("refuses images that Puter would drop or not take", () => {
    const cases: [string, number][] = [
      [FLUX, 1],
      ["@cf/leonardo/phoenix-1.0", 1],
      ["grok-imagine-image", 3],
      ["dola-seedream-5-0-pro-260628", 10],
      ["seedream-4-0-250828", 14],
      ["imagen-4.0-generate-001", 0],
      ["replicate-one", 1],
      ["replicate-none", 0],
    ];
    for (const [id, most] of cases) {
      const error = assertThrows(
        () => args(id, { image: Array(most + 1).fill(PIXEL) }),
        ApiError,
      );
      assertEquals([error.status, error.param], [400, "image"], id);
      if (most > 0) args(id, { image: Array(most).fill(PIXEL) });
    }
  });

  it("101: gives a mask only where one is taken", () => {
    const edit = (id: string, mask: string) =>
      toImageArguments(
        readImages({ prompt: "x", image: PIXEL, mask }, "edit").request,
        modelOf(id),
      );
    assertEquals(edit(FLUX, PIXEL).mask_image_base64, PIXEL);
    const url = "https://example.com/mask.png";
    assertEquals(edit(FLUX, url).mask_image_url, url);
    const error = assertThrows(() => edit("gpt-image-1", PIXEL), ApiError);
    assertEquals([error.status, error.param], [400, "mask"]);
  });

  it("gives foreign fields only where they reach the vendor", () => {
    const fields = { seed: 7, steps: 4, negative_prompt: "dogs" };
    assertEquals(args(FLUX, fields), fields);
    assertEquals(args("replicate-none", fields), { seed: 7 });
    assertEquals(args("gpt-image-1", fields), {});
  });
});

describe("estimateImageCost()", () => {
  it("goes by the listed price of what Puter is asked for", () => {
    const cases: [string, Record<string, unknown>, number][] = [
      ["gpt-image-1", { size: "1024x1024", quality: "high", n: 2 }, 33.4],
      ["gpt-image-1", { size: "1024x1536", quality: "low" }, 1.65],
      ["seedream-4-0-250828", {}, 3],
      ["dola-seedream-5-0-pro-260628", { quality: "high" }, 9],
      [GEMINI, {}, 13.4],
      ["grok-imagine-image", { quality: "2k", image: PIXEL }, 2.2],
      [FLUX, { size: "1000x1000" }, 0.27],
      ["@cf/leonardo/phoenix-1.0", {}, 0],
    ];
    for (const [id, fields, cents] of cases) {
      assertEquals(
        estimateImageCost(request(fields), modelOf(id)),
        Math.round(cents * 1_000_000),
        id,
      );
    }
  });
});

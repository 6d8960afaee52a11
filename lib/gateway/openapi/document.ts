import type { z } from "zod";
import { errorSchema } from "../api_schemas/common.ts";
import { googleErrorSchema } from "../api_schemas/generate_content.ts";
import { anthropicErrorSchema } from "../api_schemas/messages.ts";
import { ROUTE_DOCS } from "./registry.ts";
import type { ContentDoc, RouteDoc } from "./route_doc.ts";
import { type JsonSchema, SchemaBook } from "./schemas.ts";

/** Who may call what, as the document's `security` says it. */
const SECURITY: Record<RouteDoc["access"], Record<string, string[]>[]> = {
  none: [],
  key: [{ bearer: [] }, { xApiKey: [] }, { apiKey: [] }, { xGoogApiKey: [] }],
  owner: [{ ownerKey: [] }],
  metrics: [{ metricsKey: [] }],
};

const SCHEMES = {
  bearer: { type: "http", scheme: "bearer", description: "Any valid key" },
  xApiKey: { type: "apiKey", in: "header", name: "x-api-key" },
  apiKey: { type: "apiKey", in: "header", name: "api-key" },
  xGoogApiKey: { type: "apiKey", in: "header", name: "x-goog-api-key" },
  ownerKey: {
    type: "http",
    scheme: "bearer",
    description: "The owner's key; a client key is refused",
  },
  metricsKey: {
    type: "http",
    scheme: "bearer",
    description: "The key of the metrics, or the owner's",
  },
};

let made: string | undefined;

/** The OpenAPI document of this gateway as JSON; made once. */
export function openApiText(): string {
  made ??= JSON.stringify(openApiDocument());
  return made;
}

/** The OpenAPI 3.1 document, from the schemas that check requests. */
export function openApiDocument() {
  const schemas = new SchemaBook();
  const answered = (schema: z.ZodType) => schemas.of(schema, "output");
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of ROUTE_DOCS) {
    const methods = paths[route.path] ??= {};
    methods[route.method.toLowerCase()] = operationOf(route, schemas);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "puter-2api",
      version: "1",
      description:
        "`/v1` and `/v1beta` are the public API, for client keys; `/api` is the owner's.",
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: schemas.named,
      responses: {
        Failure: {
          description: "A failure, in OpenAI's envelope",
          content: contentOf({ schema: errorSchema }, answered),
        },
        AnthropicFailure: {
          description: "A failure, in Anthropic's envelope",
          content: contentOf({ schema: anthropicErrorSchema }, answered),
        },
        GoogleFailure: {
          description: "A failure, in Google's envelope",
          content: contentOf({ schema: googleErrorSchema }, answered),
        },
      },
      securitySchemes: SCHEMES,
    },
  };
}

function operationOf(route: RouteDoc, schemas: SchemaBook) {
  const { body, description } = route;
  return {
    operationId: operationIdOf(route),
    tags: [tagOf(route.path)],
    summary: route.summary,
    ...(description === undefined ? {} : { description }),
    security: SECURITY[route.access],
    parameters: [
      ...pathParameters(route.path),
      ...queryParameters(route, schemas),
      ...headerParameters(route),
    ],
    ...(body === undefined ? {} : { requestBody: bodyOf(body, schemas) }),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, answer]) => [
          status,
          answerOf(answer, schemas),
        ]),
      ),
      default: { $ref: `#/components/responses/${failureOf(route)}` },
    },
  };
}

function failureOf({ protocol }: RouteDoc): string {
  switch (protocol) {
    case "anthropic":
      return "AnthropicFailure";
    case "gemini":
      return "GoogleFailure";
    default:
      return "Failure";
  }
}

/** `GET /api/keys/{id}` as `getApiKeysId`. */
function operationIdOf({ method, path }: RouteDoc): string {
  const words = path.match(/[A-Za-z0-9]+/g) ?? [];
  return method.toLowerCase() +
    words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

function tagOf(path: string): string {
  const [first = "", second] = path.split("/").slice(1);
  if (first === "v1" || first === "v1beta") return "public";
  return first === "api" ? second ?? "api" : "service";
}

function pathParameters(path: string) {
  return Array.from(path.matchAll(/\{(\w+)\}/g), ([_, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters({ query }: RouteDoc, schemas: SchemaBook) {
  if (query === undefined) return [];
  const { properties, required } = schemas.of(query, "input");
  const names = new Set(Array.isArray(required) ? required : []);
  return Object.entries(properties as Record<string, JsonSchema>).map(
    ([name, { description, ...schema }]) => ({
      name,
      in: "query",
      required: names.has(name),
      ...(description === undefined ? {} : { description }),
      schema,
    }),
  );
}

function headerParameters({ headers }: RouteDoc) {
  return Object.entries(headers ?? {}).map(([name, description]) => ({
    name,
    in: "header",
    required: false,
    description,
    schema: { type: "string" },
  }));
}

function bodyOf(body: ContentDoc | ContentDoc[], schemas: SchemaBook) {
  const { description, content } = formsOf(
    body,
    (schema) => schemas.of(schema, "input"),
  );
  return {
    required: true,
    ...(description === "" ? {} : { description }),
    content,
  };
}

function answerOf(answer: ContentDoc | ContentDoc[], schemas: SchemaBook) {
  const { description, content } = formsOf(
    answer,
    (schema) => schemas.of(schema, "output"),
  );
  return { description: description || "OK", content };
}

function formsOf(
  doc: ContentDoc | ContentDoc[],
  convert: (schema: NonNullable<ContentDoc["schema"]>) => JsonSchema,
): { description: string; content: Record<string, unknown> } {
  const forms = Array.isArray(doc) ? doc : [doc];
  const texts = forms.map(({ description }) => description);
  return {
    description: texts.filter((text) => text !== undefined).join(". "),
    content: Object.assign(
      {},
      ...forms.map((form) => contentOf(form, convert)),
    ),
  };
}

function contentOf(
  { type = "application/json", schema }: ContentDoc,
  convert: (schema: NonNullable<ContentDoc["schema"]>) => JsonSchema,
) {
  const form = schema === undefined ? { type: "string" } : convert(schema);
  return { [type]: { schema: form } };
}

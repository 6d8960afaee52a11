import type { z } from "zod";
import type { EndpointOptions } from "../endpoint.ts";

/** What a request or an answer carries. */
export interface ContentDoc {
  /** The form of a JSON body, or of a form that `type` names. */
  schema?: z.ZodType;
  /** Media type; JSON when absent. */
  type?: string;
  description?: string;
}

/** One method of one route, as the OpenAPI document tells it. */
export interface RouteDoc {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With parameters in braces, such as `/api/keys/{id}`. */
  path: string;
  access: EndpointOptions["access"];
  /** Whose envelope failures come in; OpenAI's when absent. */
  protocol?: "anthropic" | "gemini";
  summary: string;
  description?: string;
  /** Query parameters; the schema that checks them. */
  query?: z.ZodObject;
  /** Request headers that it looks at, with what they do. */
  headers?: Record<string, string>;
  /** Several media types are a list. */
  body?: ContentDoc | ContentDoc[];
  /** Answers without a fault, by status; several media types are a list. */
  answers: Record<number, ContentDoc | ContentDoc[]>;
}

import type { KeyPolicy, Surface } from "../../auth/policy.ts";
import type { Usage } from "../../chat/answer.ts";
import type { Payloads } from "../../chat/payloads.ts";
import type { DriverMedia } from "../../puter/driver_call.ts";
import type { OpenCall } from "../attempts.ts";
import type { BodyCapture } from "../bodies/capture.ts";
import type { EndpointCall } from "../endpoint.ts";
import type { ChainJob } from "../models/fallback.ts";
import type { ModelChain } from "../models/chain.ts";
import type { ResolvedModel } from "../models/models.ts";
import type { Services } from "../services.ts";
import type { ByteSource, StreamOutput } from "../stream_body.ts";
import type { MediaBody } from "./body.ts";

/** A protocol of images, sound or film. */
export interface MediaSurface {
  /** Name in records and in the policies of keys. */
  name: Surface;
  /** Reads a body. Throws an `ApiError` 400 naming what is wrong. */
  read(
    body: MediaBody,
    call: EndpointCall,
  ): MediaExchange | Promise<MediaExchange>;
}

/** One request of such a protocol. */
export interface MediaExchange {
  /** The model as the client wrote it, or its default. */
  model: string;
  /** True when the answer comes as events. */
  stream: boolean;
  /** What the arguments of calls hold placeholders of. */
  payloads: Payloads;
  /** What the name of the model stands for; throws an `ApiError` 404. */
  resolve(services: Services, policy: KeyPolicy | null): Promise<ModelChain>;
  /** What it may cost, in micro-cents by listed prices; 0 when unknown. */
  estimate(target: ResolvedModel): number;
  /** Makes the answer once the key has let the request in. */
  serve(job: MediaJob): Promise<MediaAnswer>;
}

/** A media request on its way: of whom, for whom, and what to call. */
export interface MediaJob extends ChainJob {
  call: EndpointCall;
  /** The model as the client wrote it. */
  modelName: string;
  payloads: Payloads;
  /** Keeps what is answered, where the key's policy asks for it. */
  capture: BodyCapture | undefined;
}

/** What a client is answered with. */
export type MediaAnswer = WholeAnswer | BytesAnswer | EventsAnswer;

/** An answer that is complete. */
export interface WholeAnswer {
  type: "whole";
  contentType: string;
  body: string | Uint8Array<ArrayBuffer>;
  /** What it used; null when nobody says. */
  usage: Usage | null;
  /** What a log of bodies may show of it; data is left out there. */
  shown?: unknown;
  /** More headers. */
  headers?: [string, string][];
  /**
   * True when work goes on behind this answer: whoever does it ends the
   * tracker, and the client may leave.
   */
  isOngoing?: boolean;
}

/** Media bytes as they come from Puter. */
export interface BytesAnswer {
  type: "bytes";
  contentType: string;
  media: OpenCall<DriverMedia>;
  headers?: [string, string][];
}

/** Server-sent events. */
export interface EventsAnswer {
  type: "events";
  source: ByteSource;
  output: StreamOutput;
}

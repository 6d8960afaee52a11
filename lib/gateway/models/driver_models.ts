import {
  DRIVER_KINDS,
  type DriverKind,
  type DriverModel,
  driverModels,
  findDriverModel,
} from "../../puter/models/driver_models.ts";
import { bareModel, type PuterModel } from "../../puter/models/models.ts";
import { SIMULATED_SPEECH } from "../../puter/simulator/mod.ts";
import type { Upstream } from "../upstream.ts";

/** What goes into the models of a kind, and what comes out. */
const MODALITIES: Record<DriverKind, { input: string[]; output: string[] }> = {
  speech: { input: ["text"], output: ["audio"] },
  transcription: { input: ["audio"], output: ["text"] },
  ocr: { input: ["image", "file"], output: ["text"] },
  voice_conversion: { input: ["audio"], output: ["audio"] },
};

/** The model of a kind that an id stands for; undefined when nobody has it. */
export function resolveDriverModel(
  upstream: Upstream,
  id: string,
  kind: DriverKind,
): PuterModel | undefined {
  const model = findDriverModel(kind, id);
  return model !== undefined && isServed(upstream, model, kind)
    ? asPuterModel(model, kind)
    : undefined;
}

/** Models of an upstream that none of its lists names. */
export function listDriverModels(
  upstream: Upstream,
): { id: string; model: PuterModel; kind: DriverKind }[] {
  return DRIVER_KINDS.flatMap((kind) =>
    driverModels(kind).filter((model) => isServed(upstream, model, kind))
      .map((model) => ({
        id: model.id,
        model: asPuterModel(model, kind),
        kind,
      }))
  );
}

/** The simulated Puter has not all vendors of speech. */
function isServed(
  { transport }: Upstream,
  { id, provider }: DriverModel,
  kind: DriverKind,
): boolean {
  if (transport.kind === "puter") return true;
  return driverModels(kind).some((model) => model.id === id) &&
    (kind !== "speech" || SIMULATED_SPEECH.includes(provider));
}

function asPuterModel(
  { id, name, provider }: DriverModel,
  kind: DriverKind,
): PuterModel {
  return {
    ...bareModel({ id, provider, family: "openai" }),
    name,
    ...MODALITIES[kind],
  };
}

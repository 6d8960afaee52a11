import type { z } from "zod";
import { ApiError } from "../../http/errors.ts";
import { settingsZh } from "../../i18n/settings_zh.ts";
import { json } from "../../http/json.ts";
import type { Settings } from "../../store/settings/record.ts";
import { settingsShape } from "../../store/settings/shape.ts";
import {
  SETTING_DEFAULTS,
  SETTING_VARIABLES,
} from "../../store/settings/start.ts";
import type { settingsViewSchema } from "../api_schemas/settings.ts";
import type { EndpointCall } from "../endpoint.ts";
import type { Services } from "../services.ts";
import type { SettingsPatch } from "./settings.ts";

type SettingsView = z.output<typeof settingsViewSchema>;

/** Every setting: its value in force, where that is from, and the others. */
export function settingsView(services: Services): SettingsView {
  const { current, changedAt } = services.settings;
  const settings: SettingsView["settings"] = {};
  for (const name of Object.keys(settingsShape) as (keyof Settings)[]) {
    const variable = variableOf(name);
    const given = services.config.settings[name];
    settings[name] = {
      value: current[name],
      source: services.settings.stored(name) !== null
        ? "stored"
        : given !== undefined
        ? "environment"
        : "default",
      variable,
      start: given ?? SETTING_DEFAULTS[name],
      default: SETTING_DEFAULTS[name],
      description: {
        en: settingsShape[name].description ?? "",
        zh: settingsZh[name],
      },
    };
  }
  return { settings, changedAt };
}

/**
 * Changes settings for the owner, if they are what the call's `If-Match` says.
 *
 * @throws {ApiError} as `LiveSettings.change`
 */
export async function changeSettings(
  call: EndpointCall,
  patch: SettingsPatch,
): Promise<void> {
  const { settings, audit } = call.services;
  const version = versionAsked(call.req.headers);
  const change = await settings.change(patch, { version });
  if (Object.keys(change.after).length === 0) return;
  audit.note({
    action: "settings.change",
    target: "settings",
    ...change,
    undo: "settings",
    by: call,
  });
}

/** An answer that names the version of the settings it shows. */
export function settingsAnswer(services: Services, body: unknown): Response {
  const response = json(body);
  response.headers.set("etag", settingsEtag(services));
  return response;
}

/** Names the version of the settings in force, for `If-Match`. */
export function settingsEtag({ settings }: Services): string {
  return etagOf(settings.version);
}

/**
 * The version that an `If-Match` header asks for; undefined for any.
 *
 * @throws {ApiError} 412 when it is no version of the settings
 */
function versionAsked(headers: Headers): string | undefined {
  const asked = headers.get("if-match")?.trim();
  if (asked === undefined || asked === "*") return undefined;
  const version = /^(?:W\/)?"settings-([0-9a-f]*)"$/.exec(asked)?.[1];
  if (version !== undefined) return version;
  throw new ApiError("If-Match names no version of the settings", {
    status: 412,
    code: "settings_changed",
  });
}

function etagOf(version: string): string {
  return `"settings-${version}"`;
}

function variableOf(name: keyof Settings): string | null {
  const variables: Partial<Record<keyof Settings, string>> = SETTING_VARIABLES;
  return variables[name] ?? null;
}

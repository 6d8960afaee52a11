import { readConfig } from "../../../lib/config.ts";
import {
  createServices,
  replaceServices,
} from "../../../lib/gateway/services.ts";
import { testApp } from "../../helpers/app.ts";

/** A gateway's process: begins a video, says its id, and waits to be killed. */
const [dataDir = ""] = Deno.args;
const env: Record<string, string> = {
  DATA_DIR: dataDir,
  API_MASTER_KEY: "the owner's own key",
};
const services = createServices({ config: readConfig((name) => env[name]) });
replaceServices(services);
const handler = await testApp();

function call(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${env.API_MASTER_KEY}` };
  const url = `http://localhost/v1/videos${path}`;
  return handler(new Request(url, { ...init, headers }));
}

const created = await call("", {
  method: "POST",
  body: JSON.stringify({
    model: "simulator/veo-3.1-lite",
    prompt: "a cat TDELAY:600000",
  }),
});
const { id } = await created.json();
for (let status = "queued"; status === "queued";) {
  ({ status } = await (await call(`/${id}`)).json());
}
await Deno.stdout.write(new TextEncoder().encode(`${id}\n`));

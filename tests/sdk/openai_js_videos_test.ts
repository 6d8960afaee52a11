import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import type OpenAI from "openai";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";
import { clientOf, OPENAI_SDKS } from "../helpers/openai_sdks.ts";
import { filmCalls, PIXEL, VEO } from "../helpers/videos.ts";

type Job = OpenAI.Videos.Video;

/** The newest SDK lists models of OpenAI alone. */
const MODEL = VEO as OpenAI.Videos.VideoModel;

for (const sdk of OPENAI_SDKS) {
  describe(`openai ${sdk.version}, videos`, () => {
    let gateway: GatewayServer;
    let client: OpenAI;
    before(async () => {
      gateway = await gatewayServer({
        services: { videoTimes: { renewMs: 10 } },
      });
      client = clientOf(sdk, gateway);
    });
    after(() => gateway.close());

    function create(prompt = "a cat"): Promise<Job> {
      return client.videos.create({ model: MODEL, prompt, seconds: "4" });
    }

    /** What a program does that waits for a film. */
    async function wait({ id }: Job): Promise<Job> {
      for (;;) {
        const { data, response } = await client.videos.retrieve(id)
          .withResponse();
        const isOpen = ["queued", "in_progress"].includes(data.status);
        const pollMs = response.headers.get("openai-poll-after-ms");
        // Python's create_and_poll() sleeps as long as this header says.
        assertEquals(pollMs !== null, isOpen);
        if (!isOpen) return data;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }

    it("104, 105: create, retrieve, downloadContent", async () => {
      const before = filmCalls(gateway);
      const created = await create();
      assertEquals(created.object, "video");
      assertEquals(created.model, VEO);
      assertEquals(created.seconds, "4");
      const video = await wait(created);
      assertEquals([video.status, video.progress], ["completed", 100]);
      const content = await client.videos.downloadContent(video.id);
      assertEquals(content.headers.get("content-type"), "video/mp4");
      const bytes = await content.bytes();
      assertEquals(new TextDecoder().decode(bytes.subarray(4, 8)), "ftyp");
      assertEquals(filmCalls(gateway) - before, 1);
    });

    it("104: create with a picture as a file", async () => {
      const video = await client.videos.create({
        model: MODEL,
        prompt: "a cat",
        input_reference: new File([PIXEL], "cat.png", { type: "image/png" }),
      });
      assertEquals((await wait(video)).status, "completed");
    });

    it("106: list, remix, delete", async () => {
      const created = await Promise.all([create(), create(), create()]);
      for (const video of created) await wait(video);
      const ids: string[] = [];
      for await (const { id } of client.videos.list({ limit: 2 })) ids.push(id);
      assertEquals(new Set(ids).size, ids.length);
      for (const { id } of created) assert(ids.includes(id));
      const [first] = created;
      assert(first !== undefined);
      const remix = await client.videos.remix(first.id, { prompt: "a dog" });
      assertEquals(remix.remixed_from_video_id, first.id);
      assertEquals((await wait(remix)).status, "completed");
      for (const id of ids) {
        const deleted = await client.videos.delete(id);
        assertEquals([deleted.object, deleted.deleted], [
          "video.deleted",
          true,
        ]);
      }
      const left = await client.videos.list();
      assertEquals(left.data.map(({ id }) => id), [remix.id]);
    });

    it("107: a failed video, and content that is not there", async () => {
      const video = await wait(await create("a TFLAG cat"));
      assertEquals(video.status, "failed");
      assert((video.error?.message ?? "") !== "");
      const error = await client.videos.downloadContent(video.id).then(
        () => null,
        (thrown) => thrown,
      );
      assert(error instanceof sdk.OpenAI.NotFoundError);
      assertEquals(error.code, "video_failed");
    });
  });
}

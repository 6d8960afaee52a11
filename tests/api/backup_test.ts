import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { type Instance, instances } from "../helpers/instances.ts";

const PASSPHRASE = "correct horse battery staple";

function only(all: Instance[]): Instance {
  const [first] = all;
  assert(first !== undefined);
  return first;
}

describe("/api/backup", () => {
  it("gives one file that restores another deployment", async () => {
    await using source = await instances({ vaultByte: 1 });
    const from = only(source.all);
    const { key } = await from.services.keys.create({ name: "Laptop" });
    await from.call("PATCH", "/api/settings", { body: { affinity: true } });
    const res = await from.call("POST", "/api/backup", {
      body: { passphrase: PASSPHRASE },
    });
    assertEquals(res.status, 200);
    assertEquals(res.headers.get("content-type"), "application/x-ndjson");
    assertEquals(res.headers.get("cache-control"), "no-store");
    assert(/^attachment; /.test(res.headers.get("content-disposition") ?? ""));
    const file = await res.text();
    assertEquals(file.includes(key), false);

    await using target = await instances({ vaultByte: 2 });
    const to = only(target.all);
    const restore = (passphrase: string, mode = "empty") =>
      to.call("POST", "/api/backup/restore", {
        body: `${JSON.stringify({ passphrase, mode })}\n${file}`,
      });
    const wrong = await restore("another one of some length");
    assertEquals(wrong.status, 400);
    assertEquals((await wrong.json()).error.code, "wrong_passphrase");
    const right = await restore(PASSPHRASE);
    assertEquals(right.status, 200);
    const { restored, parts } = await right.json();
    assertEquals([restored, parts.keys, parts.settings], [true, 2, 1]);
    // In force at once.
    assertEquals(to.services.settings.current.affinity, true);
    const models = await to.call("GET", "/v1/models", {
      headers: { authorization: `Bearer ${key}` },
    });
    assertEquals(models.status, 200);
    await models.body?.cancel();
    const again = await restore(PASSPHRASE);
    assertEquals(again.status, 409);
    assertEquals((await again.json()).error.code, "not_empty");
    const replaced = await restore(PASSPHRASE, "replace");
    assertEquals(replaced.status, 200);
    await replaced.body?.cancel();
    const audit = await to.call("GET", "/api/audit?action=backup.");
    const { events } = await audit.json();
    assertEquals(
      events.map(({ action }: { action: string }) => action),
      ["backup.restore", "backup.make"],
    );
  });

  it("keeps the owner key of the deployment unless told otherwise", async () => {
    await using source = await instances();
    const from = only(source.all);
    await source.kv.set(["owner_key"], { digest: "d", createdAt: 1 });
    const res = await from.call("POST", "/api/backup", {
      body: { passphrase: PASSPHRASE },
    });
    const file = await res.text();
    for (const ownerKey of ["keep", "restore"]) {
      await using target = await instances();
      const restored = await only(target.all).call(
        "POST",
        "/api/backup/restore",
        {
          body: `${
            JSON.stringify({ passphrase: PASSPHRASE, ownerKey })
          }\n${file}`,
        },
      );
      assertEquals(restored.status, 200);
      await restored.body?.cancel();
      const { value } = await target.kv.get(["owner_key"]);
      assertEquals(value !== null, ownerKey === "restore");
    }
  });

  it("says what is wrong with a request", async () => {
    await using cluster = await instances();
    const { call } = only(cluster.all);
    const bodies: [string, unknown, string | null][] = [
      ["/api/backup", {}, "passphrase"],
      ["/api/backup", { passphrase: "short" }, "passphrase"],
      ["/api/backup/restore", "", null],
      ["/api/backup/restore", "no json\n", null],
      ["/api/backup/restore", `{"passphrase":"short"}\n`, "passphrase"],
      [
        "/api/backup/restore",
        `${JSON.stringify({ passphrase: PASSPHRASE, mode: "merge" })}\n`,
        "mode",
      ],
      [
        "/api/backup/restore",
        `${JSON.stringify({ passphrase: PASSPHRASE })}\n`,
        null,
      ],
    ];
    for (const [path, body, param] of bodies) {
      const res = await call("POST", path, { body });
      assertEquals(res.status, 400, `${path} ${JSON.stringify(body)}`);
      assertEquals((await res.json()).error.param, param);
    }
    const info = await (await call("GET", "/api/backup")).json();
    assertEquals(info.restoring, false);
    assert(info.parts.includes("accounts"));
  });
});

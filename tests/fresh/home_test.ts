import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { testApp } from "../helpers/app.ts";

describe("the index page", () => {
  it("answers GET without credentials", async () => {
    const handler = await testApp();
    const res = await handler(new Request("http://localhost/"));
    assertEquals(res.status, 200);
  });
});

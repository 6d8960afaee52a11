import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { publicOrigin } from "../../lib/http/public_origin.ts";

function request(proto?: string): Request {
  return new Request("http://gateway.example:8000/v1/x", {
    headers: proto === undefined ? {} : { "x-forwarded-proto": proto },
  });
}

describe("publicOrigin()", () => {
  it("is where the request came to", () => {
    assertEquals(publicOrigin(request(), 0), "http://gateway.example:8000");
    assertEquals(
      publicOrigin(request("http"), 1),
      "http://gateway.example:8000",
    );
  });

  it("is by https where a trusted proxy says so, and only then", () => {
    for (const proto of ["https", "http, https"]) {
      assertEquals(
        publicOrigin(request(proto), 1),
        "https://gateway.example:8000",
      );
      assertEquals(
        publicOrigin(request(proto), 0),
        "http://gateway.example:8000",
      );
    }
  });
});

import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Exposition } from "../../lib/http/exposition.ts";
import { parseExposition } from "../helpers/exposition.ts";

describe("Exposition", () => {
  it("writes any label so that it is read back as it was", () => {
    const label = fc.string({ unit: "binary" });
    fc.assert(fc.property(label, fc.double({ min: 0 }), (text, value) => {
      const out = new Exposition();
      out.family("x", "gauge", "A help with \\ and\na line.");
      out.sample(value, { text });
      const sample = parseExposition(out.toString()).get("x")?.samples[0];
      assertEquals(sample?.labels.get("text"), text);
      assertEquals(sample?.value, value);
    }));
  });

  it("writes the format to the letter", () => {
    const out = new Exposition();
    out.family("calls_total", "counter", "Calls.");
    out.sample(3, { to: 'a "b"\\\n' });
    out.family("took_seconds", "histogram", "Time.");
    out.histogram({ buckets: [[0.5, 1], [2, 3]], count: 4, sum: 9.5 }, {});
    assertEquals(
      out.toString(),
      [
        "# HELP calls_total Calls.",
        "# TYPE calls_total counter",
        'calls_total{to="a \\"b\\"\\\\\\n"} 3',
        "# HELP took_seconds Time.",
        "# TYPE took_seconds histogram",
        'took_seconds_bucket{le="0.5"} 1',
        'took_seconds_bucket{le="2"} 3',
        'took_seconds_bucket{le="+Inf"} 4',
        "took_seconds_sum 9.5",
        "took_seconds_count 4",
        "",
      ].join("\n"),
    );
  });
});

describe("parseExposition()", () => {
  it("refuses what is not the format", () => {
    const head = "# HELP a_total A.\n# TYPE a_total counter\n";
    const histogram = "# HELP h H.\n# TYPE h histogram\n";
    const wrong = [
      `${head}a_total 1`,
      `${head}a_total{b="c} 1\n`,
      `${head}a_total{b="\\x"} 1\n`,
      `${head}a_total{b="c",} 1\n`,
      `${head}a_total{1b="c"} 1\n`,
      `${head}a_total{b="c",b="d"} 1\n`,
      `${head}a_total one\n`,
      `${head}a_total -1\n`,
      `${head}a_total 1\na_total 2\n`,
      `${head}b_total 1\n`,
      `${head}${head}`,
      "a_total 1\n",
      "# HELP a A.\n# TYPE a counter\na 1\n",
      `${histogram}h_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n`,
      `${histogram}h_bucket{le="1"} 1\nh_sum 1\nh_count 1\n`,
      `${histogram}h_bucket{le="+Inf"} 1\nh_sum 1\nh_count 2\n`,
    ];
    for (const text of wrong) {
      assertThrows(() => parseExposition(text), Error, undefined, text);
    }
  });
});

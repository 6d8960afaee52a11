import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  Histogram,
  indexOf,
  PERCENTILE_ERROR,
  upperBound,
} from "../../../lib/store/usage/histogram.ts";

const SHARES = [0.01, 0.5, 0.9, 0.95, 0.99, 1];

/** Zero, small, usual and huge whole numbers. */
const value = fc.oneof(
  fc.nat(3),
  fc.nat(1000),
  fc.nat(3_600_000),
  fc.maxSafeNat(),
);

function histogramOf(values: number[]): Histogram {
  const histogram = new Histogram();
  for (const each of values) histogram.add(each);
  return histogram;
}

function exact(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? NaN;
}

function contents(histogram: Histogram): unknown {
  return [histogram.ordered(), histogram.count, histogram.sum];
}

describe("Histogram", () => {
  it("states an error of at most 5 %", () => {
    assert(PERCENTILE_ERROR <= 0.05);
  });

  it("gives percentiles within the stated error of the exact ones", () => {
    fc.assert(fc.property(
      fc.array(value, { minLength: 1, maxLength: 300 }),
      (values) => {
        const found = histogramOf(values).percentiles(SHARES);
        SHARES.forEach((share, i) => {
          const right = exact(values, share);
          const error = Math.abs((found[i] ?? NaN) - right);
          assert(
            error <= right * PERCENTILE_ERROR * 1.000001,
            `p${share}: ${found[i]} for ${right}`,
          );
        });
      },
    ));
  });

  it("puts each value between the bounds of its bucket", () => {
    fc.assert(fc.property(value, (each) => {
      const index = indexOf(each);
      assert(each <= upperBound(index) * (1 + 1e-9));
      if (index > 0) assert(each > upperBound(index - 1) * (1 - 1e-9));
    }));
  });

  it("adds up to the whole in any order", () => {
    const parts = fc.array(fc.array(fc.nat(1e9)));
    fc.assert(fc.property(parts, (all) => {
      const forward = new Histogram();
      const backward = new Histogram();
      for (const part of all) forward.merge(histogramOf(part));
      for (const part of all.toReversed()) backward.merge(histogramOf(part));
      const whole = contents(histogramOf(all.flat()));
      assertEquals(contents(forward), whole);
      assertEquals(contents(backward), whole);
    }));
  });

  it("loses exactly what is taken away again", () => {
    const numbers = fc.array(fc.nat(1e9));
    fc.assert(fc.property(numbers, numbers, (first, second) => {
      const both = histogramOf([...first, ...second]);
      both.subtract(histogramOf(first));
      assertEquals(contents(both), contents(histogramOf(second)));
    }));
  });

  it("counts what is no number of a duration as zero", () => {
    assertEquals(histogramOf([NaN, -5, 0]).ordered(), [[0, 3]]);
    assertEquals(new Histogram().percentiles([0.5]), [0]);
  });
});

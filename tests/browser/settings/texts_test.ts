import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { CONTROLS, GROUPS } from "../../../lib/browser/settings/fields.ts";
import {
  notesOfFile,
  rowsOf,
  searchRows,
  withNote,
} from "../../../lib/browser/settings/model_notes.ts";
import {
  sayValue,
  textOf,
  valueOf,
} from "../../../lib/browser/settings/texts.ts";
import { browserName } from "../../../lib/cockpit/browser_name.ts";
import { en } from "../../../lib/i18n/en.ts";
import { settingsShape } from "../../../lib/store/settings/shape.ts";

describe("the controls of settings", () => {
  it("are one for every setting but the list of models", () => {
    const names = Object.keys(settingsShape).filter((name) =>
      name !== "models"
    );
    assertEquals(Object.keys(CONTROLS).toSorted(), names.toSorted());
    assertEquals(Object.values(GROUPS).flat().toSorted(), names.toSorted());
  });
});

describe("the text of a setting", () => {
  it("keeps any sum to the micro-cent", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e14 }), (sum) => {
      const text = textOf("reserveMicroCents", sum);
      // Numbers that need an exponent are typed by nobody.
      fc.pre(!text.includes("e"));
      assertEquals(valueOf("reserveMicroCents", text), { value: sum });
    }));
  });

  it("is no value where it is no number", () => {
    for (const text of ["", "1.5", "-1", "many"]) {
      assertEquals(valueOf("recordDays", text), { problem: "wrongNumber" });
    }
    assertEquals(valueOf("reserveMicroCents", "1.2.3"), {
      problem: "wrongMoney",
    });
  });

  it("lists origins by lines", () => {
    const origins = ["https://a.example", "https://b.example"];
    const text = textOf("corsOrigins", origins);
    assertEquals(valueOf("corsOrigins", text), { value: origins });
    assertEquals(valueOf("corsOrigins", " "), { value: [] });
  });

  it("says values in words", () => {
    const how = { words: en.settings, language: "en" as const };
    assertEquals(sayValue("maxQueueMs", 2000, how), "2,000 ms");
    assertEquals(sayValue("corsOrigins", ["*"], how), "any origin");
    assertEquals(sayValue("defaultModel", null, how), "nothing");
    assertEquals(sayValue("strategy", "weighted", how), "By weight");
  });
});

describe("notes on models", () => {
  const models = [{ id: "gpt-4o", name: "GPT-4o" }, { id: "o3", name: "o3" }];

  it("come first, also those of models that are not listed", () => {
    const rows = rowsOf(models, [{ id: "O3", hidden: true }, { id: "mine" }]);
    assertEquals(rows.map(({ id, name }) => [id, name]), [
      ["O3", "o3"],
      ["mine", null],
      ["gpt-4o", "GPT-4o"],
    ]);
    assertEquals(searchRows(rows, "GPT").length, 1);
  });

  it("are gone when they say nothing", () => {
    const notes = withNote([], "o3", { label: "Thinker" });
    assertEquals(notes, [{ id: "o3", label: "Thinker" }]);
    assertEquals(withNote(notes, "O3", { hidden: true }), [
      { id: "o3", label: "Thinker", hidden: true },
    ]);
    assertEquals(withNote(notes, "o3", { label: "" }), []);
    assertEquals(withNote([], "o3", { hidden: false }), []);
  });

  it("are read from files of other gateways, and from no others", () => {
    const models = [{ id: "o3", hidden: true }];
    assertEquals(notesOfFile(JSON.stringify({ models })), models);
    for (
      const text of ["", "[]", "{}", '{"models":[1]}', '{"models":[null]}']
    ) {
      assertEquals(notesOfFile(text), null);
    }
  });
});

describe("the name of a browser", () => {
  it("is an everyday one, where its header tells any", () => {
    const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ";
    assertEquals(
      browserName(
        `${mac}AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0`,
      ),
      { browser: "Edge", system: "macOS" },
    );
    assertEquals(
      browserName(`${mac}AppleWebKit/605.1 Version/17 Safari/605.1`),
      { browser: "Safari", system: "macOS" },
    );
    assertEquals(browserName("something"), null);
  });
});

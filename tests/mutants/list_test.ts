import { assert, assertEquals } from "@std/assert";
import { MUTANTS } from "./list.ts";
import { areaOf, AREAS, MECHANICAL_OPERATORS, type MechanicalOperator } from "./mutant.ts";
import { mutationsOf } from "./operators.ts";
import { edited } from "./planting.ts";
import { AUDITOR, FUZZ, ORACLE, PARITY, PATHS } from "./suites.ts";

const ROOT = new URL("../../", import.meta.url);

Deno.test("there are sixty mutants and more, some in every area, each with a name of its own", () => {
  assert(MUTANTS.length >= 60);
  assertEquals(new Set(MUTANTS.map(({ name }) => name)).size, MUTANTS.length);
  for (const area of AREAS) {
    assert(MUTANTS.filter((mutant) => areaOf(mutant) === area).length >= 8, area);
  }
  assertEquals(MUTANTS.filter((mutant) => areaOf(mutant) === "elsewhere"), []);
});

for (const mutant of MUTANTS) {
  Deno.test(`the mutant ${mutant.name} fits the code and names suites that are there`, () => {
    for (const edit of mutant.edits) {
      edited(Deno.readTextFileSync(new URL(edit.file, ROOT)), edit, mutant);
      assert(!edit.before.includes("\n") && !edit.after.includes("\n"), "it changes more than a line");
      if (isMechanical(mutant.operator)) {
        const made = mutationsOf(mutant.operator, edit.before);
        assert(made.includes(edit.after), `"${mutant.operator}" does not make "${edit.after}"`);
      }
    }
    assert(mutant.suite.length > 0);
    for (const suite of mutant.suite) {
      const crate = /^cargo:cracktrader_(\w+)/.exec(suite)?.[1];
      assert(Deno.statSync(new URL(crate === undefined ? suite : `rust/${crate}/Cargo.toml`, ROOT)).isFile, suite);
    }
    assert(mutant.equivalent === undefined || mutant.equivalent.length > 20);
  });
}

Deno.test("a mutant of both cores is left to suites that know the right result", () => {
  for (const mutant of MUTANTS.filter((each) => areaOf(each) === "both cores")) {
    // The tests of venues and of bars are worked out by hand, and the auditor follows them; the oracle has what
    // backtrader did. Plain orders stand beside the general way, and runs that go ahead beside those step by step, which
    // the same mutant leaves as they are.
    const byHand = [
      "tests/api/paths_test.ts",
      "tests/api/fill_close_test.ts",
      "tests/api/slippage_and_volume_test.ts",
      "tests/api/oco_test.ts",
      "src/core/plain_orders_test.ts",
      "tests/api/liquidation_test.ts",
      "tests/api/backtrader_profile_test.ts",
    ];
    const known = [PARITY, AUDITOR, FUZZ, PATHS, ORACLE, ...byHand];
    const knows = (suite: string): boolean => known.includes(suite) || suite.startsWith("tests/venue/");
    assert(mutant.suite.every(knows), mutant.name);
  }
});

function isMechanical(operator: string | undefined): operator is MechanicalOperator {
  return MECHANICAL_OPERATORS.some((known) => known === operator);
}

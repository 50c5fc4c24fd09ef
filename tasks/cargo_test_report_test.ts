import { assertEquals } from "@std/assert";
import { readCargoTestReport } from "./cargo_test_report.ts";

Deno.test("readCargoTestReport() adds up all binaries and names failed and ignored tests", () => {
  const output = `
running 3 tests
test ledger::sums_to_zero ... ok
test ledger::overflows ... FAILED
test ledger::slow ... ignored, takes an hour

failures:

---- ledger::overflows stdout ----
thread panicked

test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s

running 2 tests
test src/lib.rs - apply (line 3) ... ok
test src/lib.rs - (line 9) - compile ... ignored

test result: ok. 1 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s
`;
  assertEquals(readCargoTestReport(output.split("\n")), {
    passed: 2,
    failures: ["cargo test: ledger::overflows"],
    skipped: [
      { name: "cargo test: ledger::slow", reason: "takes an hour" },
      { name: "cargo test: src/lib.rs - (line 9) - compile", reason: undefined },
    ],
  });
});

Deno.test("readCargoTestReport() counts a failed test whose line was split by its own output", () => {
  const lines = ["test a ... hello", "FAILED", "test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured"];
  assertEquals(readCargoTestReport(lines).failures, ["cargo test: a test whose name could not be read"]);
});

import { assertEquals, assertThrows } from "@std/assert";
import { readCommandLine } from "./flags.ts";
import { accountOptions, numbersOf, RUN_FLAGS } from "./run_options.ts";
import { UsageError } from "./usage_error.ts";

const NO_OPERANDS = { usage: "", least: 0, most: 0 };

Deno.test("flags of the account that are given become options, and nothing else does", () => {
  const line = readCommandLine(["--cash", "5000", "--slippage", "0", "--close-at-end"], RUN_FLAGS, NO_OPERANDS);
  assertEquals(accountOptions(line), { cash: 5000, slippage: 0, closeAtEnd: true });
  assertEquals(accountOptions(readCommandLine([], RUN_FLAGS, NO_OPERANDS)), {});
});

Deno.test("a number that is none is refused with its flag", () => {
  const line = readCommandLine(["--cash", "much"], RUN_FLAGS, NO_OPERANDS);
  assertThrows(() => numbersOf(line, ["cash"]), UsageError, "--cash");
});

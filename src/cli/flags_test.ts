import { assert, assertEquals, assertThrows } from "@std/assert";
import { type CommandLine, type Flag, numberOf, readCommandLine } from "./flags.ts";
import { UsageError } from "./usage_error.ts";

const FLAGS: readonly Flag[] = [
  { name: "data", value: "FILE", multiple: true, summary: "" },
  { name: "cash", value: "AMOUNT", summary: "" },
  { name: "engine", value: "NAME", choices: ["auto", "rust"], summary: "" },
  { name: "json", summary: "" },
];

function read(...args: string[]): CommandLine {
  return readCommandLine(args, FLAGS, { usage: "FILE", least: 0, most: 2 });
}

function refuses(message: string, ...args: string[]): void {
  assertEquals(assertThrows(() => read(...args), UsageError).message, message);
}

Deno.test("values follow their flag or an equals sign, between arguments without a name", () => {
  const line = read("one", "--data", "a=b.csv", "--cash=5", "--data=c", "--json", "two");
  assertEquals(line.operands, ["one", "two"]);
  assertEquals(line.values("data"), ["a=b.csv", "c"]);
  assertEquals([line.value("cash"), line.number("cash")], ["5", 5]);
  assertEquals([line.has("json"), line.has("engine"), line.value("engine")], [true, false, undefined]);
  assertEquals(line.values("engine"), []);
});

Deno.test("arguments after two dashes are taken as they are", () => {
  const line = read("--json", "--", "--data", "-");
  assertEquals(line.operands, ["--data", "-"]);
  assert(!line.has("data"));
});

Deno.test("an unknown flag is refused with the flags that there are", () => {
  refuses("Cannot use the flag --dat: there are --data, --cash, --engine, --json", "--dat", "x");
  refuses("Cannot use the flag -j: there are --data, --cash, --engine, --json", "-j");
  refuses("Cannot use the flag --no-json: there are --data, --cash, --engine, --json", "--no-json");
  refuses("Cannot use the flag --__proto__: there are --data, --cash, --engine, --json", "--__proto__=1");
});

Deno.test("a flag without its value does not take the next flag for one", () => {
  refuses("Cannot use --cash without a value: write --cash AMOUNT", "--cash");
  refuses("Cannot use --cash without a value: write --cash AMOUNT", "--cash=");
  refuses(
    'Cannot use --cash without a value: write --cash AMOUNT, or --cash=--json if "--json" is meant as one',
    "--cash",
    "--json",
  );
  assertEquals(read("--cash=-1").number("cash"), -1);
});

Deno.test("a value that does not fit its flag is refused", () => {
  refuses("Cannot use --json=yes: --json takes no value", "--json=yes");
  refuses('Cannot use "wasm" as --engine: there are auto, rust', "--engine", "wasm");
  refuses("Cannot use --cash twice", "--cash", "1", "--cash", "2");
  refuses("Cannot use --json twice", "--json", "--json");
});

Deno.test("too few and too many arguments without a name are refused", () => {
  refuses('Cannot use the argument "c": it takes FILE', "a", "b", "c");
  const none = { usage: "", least: 0, most: 0 }, one = { usage: "FILE", least: 1, most: 1 };
  const wrong = (run: () => unknown): string => assertThrows(run, UsageError).message;
  assertEquals(wrong(() => readCommandLine([], FLAGS, one)), "Cannot go on without FILE");
  assertEquals(
    wrong(() => readCommandLine(["a"], FLAGS, none)),
    'Cannot use the argument "a": there is no argument without a name',
  );
});

Deno.test("a number is finite and is not nothing", () => {
  const numbers = ["1e3", "-0.5", "+5", ".5", "5.", "1E-3"].map((text) => numberOf(text, "x"));
  assertEquals(numbers, [1000, -0.5, 5, 0.5, 5, 0.001]);
  const others = [
    "",
    " ",
    "1,000",
    "ten",
    "Infinity",
    "NaN",
    "0x10",
    "0b1",
    "0o7",
    " 5",
    "5 ",
    "5\n",
    "1_000",
    "1e999",
    ".",
  ];
  for (const text of others) {
    assertEquals(
      assertThrows(() => numberOf(text, "--cash"), UsageError).message,
      `Cannot use ${JSON.stringify(text)} as --cash: write a number, such as 1000, 0.5 or 1e-3`,
    );
  }
});

Deno.test("a flag that may stand alone takes a whole number that follows it, and no other argument", () => {
  const flags: readonly Flag[] = [{ name: "page", value: "PORT", isOptional: true, summary: "Page." }];
  const read = (...args: readonly string[]): unknown => {
    const line = readCommandLine(args, flags, { usage: "FILE", least: 1, most: 1 });
    return [line.operands[0], line.has("page"), line.value("page")];
  };
  assertEquals(read("a.ts"), ["a.ts", false, undefined]);
  assertEquals(read("a.ts", "--page"), ["a.ts", true, ""]);
  assertEquals(read("--page", "a.ts"), ["a.ts", true, ""]);
  assertEquals(read("--page", "8080", "a.ts"), ["a.ts", true, "8080"]);
  assertEquals(read("a.ts", "--page=8080"), ["a.ts", true, "8080"]);
  assertThrows(() => read("a.ts", "--page", "8080", "90"), UsageError, '"90"');
  assertThrows(() => read("a.ts", "--page", "--page"), UsageError, "twice");
});

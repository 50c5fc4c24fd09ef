// Every exported indicator refuses what it would drop: a further argument, an unknown option, and options that are none.
import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { columnOf } from "../../src/lines/line.ts";
import { inputsOf, linesByName, seriesOf } from "./indicator_case.ts";
import { argumentsOf, NEEDED_OPTIONS, type Signature, signatures } from "./signatures.ts";

const { inputs } = inputsOf(seriesOf("walk", 1, 10));

/** Values that are no object of options, as a program without types passes them. */
const NO_OPTIONS: readonly unknown[] = [
  null,
  3,
  "classic",
  true,
  ["sma"],
  inputs.line,
  inputs.feed,
  new Map(),
  () => 1,
];

for (const signature of signatures()) {
  const { name, call, parameters, options } = signature, given = (): unknown[] => argumentsOf(signature, inputs);

  Deno.test(`${name} refuses an argument too many`, () => {
    const full = options === undefined ? given() : [...given(), NEEDED_OPTIONS[name] ?? {}];
    assert(linesByName(call(...full)).length > 0);
    for (const more of [undefined, 3, {}, "x"]) {
      const error = assertThrows(() => call(...full, more), TypeError, `Cannot compute ${name} with `);
      assert(
        error.message.includes(`as argument ${full.length + 1}: it takes ${parameters.join(", ")}`),
        error.message,
      );
    }
  });

  if (options === undefined) continue;

  Deno.test(`${name} refuses options that are none, and names those that there are`, () => {
    assert(options.length > 0, "its options are listed");
    const listed = options.join(", ");
    for (const wrong of NO_OPTIONS) {
      const error = assertThrows(() => call(...given(), wrong), TypeError, `Cannot compute ${name} with `);
      assert(error.message.includes(`it takes ${[...parameters, `{ ${listed} }`].join(", ")}`), error.message);
    }
    for (const unknown of ["Kind", "x", "toString", `${options[0]}s`]) {
      const wrong = { ...NEEDED_OPTIONS[name], [unknown]: 1 };
      const error = assertThrows(
        () => call(...given(), wrong),
        TypeError,
        `Cannot use option "${unknown}" of ${name}: `,
      );
      assert(error.message.endsWith(listed), error.message);
    }
  });
}

Deno.test("the signatures of all exported indicators are read", () => {
  const named = (name: string): Signature => signatures().find((signature) => signature.name === name)!;
  assert(signatures().length >= 156);
  assertEquals(named("macd").parameters, ["line", "fast", "slow", "signal"]);
  assertEquals(named("macd").options, ["average", "start"]);
  assertEquals(named("obv").options, undefined);
  // A function that reads its options without a list would pass them on unchecked.
  for (const { name, call, options } of signatures()) {
    assert(/checkCall\(|optionsOf\(/.test(String(call)), `${name} checks its call`);
    assertEquals(options === undefined, !String(call).includes("optionsOf("), `${name} lists its options`);
  }
});

/** Functions that read more of a feed than its prices: its volume. */
const OF_FEED = [
  "vwma",
  "ad",
  "anchoredVwap",
  "chaikinOscillator",
  "cmf",
  "easeOfMovement",
  "forceIndex",
  "mfi",
  "obv",
  "pvo",
  "volumeOscillator",
  "vwap",
  "vwapBands",
];

Deno.test("the functions of a feed take other lines of prices, but for those that read its volume", () => {
  const columns = seriesOf("walk", 4, 120), { feed } = inputsOf(columns).inputs, { open, high, low, close } = feed;
  const prices = { open, high, low, close }, refusing: string[] = [];
  for (const signature of signatures()) {
    const { name, call, parameters } = signature;
    if (!parameters.includes("feed")) continue;
    const given = argumentsOf(signature, { ...inputs, feed });
    if (OF_FEED.includes(name)) {
      assertThrows(() => call(prices, ...given.slice(1)), TypeError, "pass the feed, such as this.data");
      refusing.push(name);
      continue;
    }
    const columnsOf = (made: object): unknown => linesByName(made).map(([line, of]) => [line, of.name, columnOf(of)]);
    assertEquals(columnsOf(call(prices, ...given.slice(1))), columnsOf(call(...given)), name);
    const { close: _close, ...lacking } = prices;
    for (const wrong of [close, lacking, { ...prices, low: 3 }, null, undefined]) {
      assertThrows(() => call(wrong, ...given.slice(1)), TypeError, `Cannot compute ${name} of `);
    }
  }
  assertEquals(refusing.toSorted(), OF_FEED.toSorted());
  const smooth = ct.atr(ct.heikinAshi(feed), 14);
  assertEquals([smooth.name, smooth.minPeriod], [
    "atr(heikinAshi(open, high, low, close).high, heikinAshi(open, high, low, close).low, heikinAshi(open, high, low, close).close, 14)",
    16,
  ]);
});

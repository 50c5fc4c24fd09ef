import { assert, assertEquals, assertThrows } from "@std/assert";
import Ajv2020 from "npm:ajv@8.17.1/dist/2020.js";
import * as ct from "../../mod.ts";
import { enginesUnderTest } from "../../tests/engines.ts";
import { shapeFault } from "./json_shape.ts";
import { RESULT_SCHEMA, RESULT_SHAPE } from "./result_schema.ts";

const validate = new Ajv2020.default({ strict: true, allowUnionTypes: true }).compile(RESULT_SCHEMA as object);

class Everything extends ct.Strategy.with({ period: 4, when: new Date(0), kinds: ["a", "b"] }) {
  averages = [ct.sma(this.data.close, this.params.period)];
  spread = this.averages[0]!.minus(this.data.close);

  override next(): void {
    const close = this.data.close.now, at = this.data.length % 12;
    if (at === 5) this.buy({ size: 3, stopLoss: close * 0.97, takeProfit: close * 1.03 });
    if (at === 7) this.sell({ cash: 1e9, limit: close, valid: "day" });
    if (at === 9) this.target({ value: -500 });
    if (at === 10) this.close();
    if (at === 11) this.close();
  }
}

const feed = await ct.sample("aapl");
const options = { commission: { perUnit: 0.01, minimum: 1 }, slippage: 0.001, lot: 1 } as const;

function results(): ct.Result[] {
  class Idle extends ct.Strategy {}
  const both = { first: feed, second: feed.slice({ from: "2017-01-01" }) };
  return [
    ...enginesUnderTest().map((engineBackend) => ct.backtest(Everything, feed, { ...options, engineBackend })),
    ct.backtest(Everything, both, {
      cash: 1e6,
      commission: { perOrder: 1 },
      tick: 0.01,
      closeAtEnd: true,
      chain: false,
    }),
    ct.backtest(Idle, feed.slice({ bars: 1 })),
    ct.backtest(Everything, feed, { cash: 300, onRuin: "stop", commission: 0.009 }),
  ];
}

/** Changes of a document: each text, number, list and member is left out, or becomes something else. */
function* damages(
  value: unknown,
  path: readonly (string | number)[] = [],
): Generator<[path: readonly (string | number)[], to: unknown]> {
  if (path.length > 0 && path[1] !== "params") {
    yield [path, undefined];
    for (const other of [null, true, "x", -1.5, [], {}]) yield [path, other];
  }
  if (typeof value !== "object" || value === null) return;
  const entries = Array.isArray(value) ? [...value.slice(0, 2).entries()] : Object.entries(value);
  for (const [name, inner] of entries) yield* damages(inner, [...path, name]);
}

function changed(document: object, path: readonly (string | number)[], to: unknown): Record<string, unknown> {
  const copy = structuredClone(document) as Record<string, unknown>;
  let at = copy as Record<string | number, unknown>;
  for (const name of path.slice(0, -1)) at = at[name] as Record<string | number, unknown>;
  const last = path.at(-1)!;
  if (to !== undefined) at[last] = to;
  else if (Array.isArray(at)) at.splice(last as number, 1);
  else delete at[last];
  return copy;
}

Deno.test("every result, with lines or without, has the form of the schema and gives the same text when it is read back", () => {
  for (const result of results()) {
    for (const text of [JSON.stringify(result), JSON.stringify(result.export({ lines: true }))]) {
      const document = JSON.parse(text);
      assert(validate(document), JSON.stringify(validate.errors));
      const saved = ct.readResult(text);
      assertEquals(JSON.stringify(saved), text);
      assertEquals(JSON.stringify(ct.readResult(saved)), text, "a result is an object with toJSON");
      for (const table of ["trades", "orders", "fills", "refusals", "equity"] as const) {
        assertEquals(saved.toCsv(table), result.toCsv(table), table);
      }
      assertEquals([saved.orders, saved.fills, saved.trades], [result.orders, result.fills, result.trades]);
      assertEquals([saved.stats, saved.feedFacts], [result.stats, result.feedFacts]);
      assertEquals([saved.figures, saved.figureReasons], [result.figures, result.figureReasons]);
      assertEquals([saved.refusals, saved.diagnostics], [result.refusals, result.diagnostics]);
      assertEquals([saved.equity, saved.cash, saved.drawdown, saved.timeUs], [
        ...[result.equity, result.cash, result.drawdown, result.timeUs],
      ]);
      assertEquals([saved.chain, saved.markHash(), saved.engine], [result.chain, result.markHash(), result.engine]);
      if (result.equity.length > 5) assertEquals(saved.markHash(4), result.markHash(4));
    }
  }
});

Deno.test("a saved result has the same summary", () => {
  class Plain extends ct.Strategy.with({ period: 4, kinds: ["a"] }) {
    override next(): void {
      if (this.data.length % 9 === this.params.period) this.buy({ size: 1, stopLoss: this.data.close.now * 0.98 });
    }
  }
  const half = ct.analyzer({ unit: "ratio", formula: "1 / 2", compute: () => 0.5 });
  const result = ct.backtest(Plain, feed, { ...options, figures: { half } });
  assertEquals(ct.readResult(result).figures["half"], 0.5);
  assertEquals(ct.readResult(result).summary(), result.summary());
  assertEquals(`${ct.readResult(result)}`, result.summary());
});

Deno.test("a saved result has the same summary, with parameters that JSON cannot hold", () => {
  const odd = {
    when: new Date(0),
    never: new Date(NaN),
    none: NaN,
    above: Infinity,
    below: -Infinity,
    zero: -0,
    map: new Map([["a", 1]]),
    set: new Set([1, 2]),
    big: 5n,
    missing: undefined,
    empty: null,
    text: "2020-01-01",
    long: `${"x".repeat(58)}\u{1f600}${"y".repeat(50)}`,
    list: [1, -0, new Date(0)],
    numbers: Float64Array.of(1, 2),
    nested: { deep: { deeper: { deepest: [NaN] } } },
    call: () => 1,
  };
  class Odd extends ct.Strategy.with(odd) {}
  const result = ct.backtest(Odd, feed), text = JSON.stringify(result), saved = ct.readResult(text);
  const before = result.summary();
  assertEquals(saved.summary(), before);
  for (const told of ["when 1970-01-01T00:00:00.000Z", "none NaN", "zero -0", "big 5n", 'text "2020-01-01"']) {
    assert(before.replace(/\s+/g, " ").includes(told), told);
  }
  assertEquals([JSON.stringify(saved), ct.readResult(saved).summary()], [text, before]);
  result.strategy.params.map.set("a", 2);
  assertEquals(
    [result.summary(), JSON.stringify(result)],
    [before, text],
    "a strategy that writes to a Map changes nothing",
  );
});

/** Small changes of a document that keep its form: a number that is near, a longer text, the other truth, a list shorter. */
function* retouches(
  value: unknown,
  path: readonly (string | number)[] = [],
): Generator<[path: readonly (string | number)[], to: unknown]> {
  if (typeof value === "number") yield [path, value + 1];
  if (typeof value === "string") yield [path, `${value}x`];
  if (typeof value === "boolean") yield [path, !value];
  if (value === null) yield [path, 0];
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value) && value.length > 0) yield [[...path, value.length - 1], undefined];
  const entries = Array.isArray(value) ? [...value.slice(0, 2).entries()] : Object.entries(value);
  for (const [name, inner] of entries) yield* retouches(inner, [...path, name]);
}

Deno.test("every change of a value is refused, whether the form shows it or the hash", () => {
  const short = ct.backtest(Everything, feed.slice({ bars: 60 }), options);
  const document = JSON.parse(JSON.stringify(short.export({ lines: true })));
  let byHash = 0;
  for (const [path, to] of retouches(document)) {
    const message = assertThrows(
      () => ct.readResult(changed(document, path, to)),
      RangeError,
      "",
      path.join("."),
    ).message;
    if (message.includes(": hash is ")) byHash++;
  }
  assert(byHash > 200, `${byHash}`);
  const [one, other] = document.trades as [object, object];
  const swapped = { ...document, trades: [other, one, ...document.trades.slice(2)] };
  assertThrows(
    () => ct.readResult(swapped),
    RangeError,
    `Cannot read a result: hash is ${document.hash}, and the other members have `,
  );
});

Deno.test("the hash is the SHA-256 of the text of all other members", async () => {
  const { hash, ...rest } = results()[0]!.toJSON();
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(rest)));
  assertEquals(hash, new Uint8Array(digest).toHex());
  const spaced = JSON.stringify({ ...rest, hash }, null, 2);
  assertEquals(JSON.stringify(ct.readResult(spaced)), JSON.stringify({ ...rest, hash }), "spaces are no change");
});

Deno.test("a text with a byte order mark is read", () => {
  const text = JSON.stringify(results()[0]!);
  assertEquals(JSON.stringify(ct.readResult(`\ufeff${text}`)), text);
  assertThrows(() => ct.readResult(`\ufeff\ufeff${text}`), RangeError, "its text is no JSON");
});

Deno.test("the check of this package and the schema agree about every small change, and the error names its place", () => {
  const short = ct.backtest(Everything, feed.slice({ bars: 40 }), { ...options, cash: 300 });
  const document = JSON.parse(JSON.stringify(short.export({ lines: true })));
  assert(short.refusals.length > 0 && short.diagnostics.length > 0 && short.trades.length > 1);
  let refused = 0;
  for (const [path, to] of damages(document)) {
    const copy = changed(document, path, to), isRight = validate(copy), fault = shapeFault(copy, RESULT_SHAPE, "");
    assertEquals(fault === undefined, isRight, `${path.join(".")} = ${JSON.stringify(to)}`);
    if (isRight) continue;
    refused++;
    assertThrows(() => ct.readResult(copy), RangeError, "Cannot read a result");
    if (path[0] !== "format" && path[0] !== "version") {
      assertThrows(() => ct.readResult(copy), RangeError, fault!.place);
    }
  }
  assert(refused > 1000, `${refused}`);
});

Deno.test("a member that nobody knows is refused where it stands", () => {
  const document = JSON.parse(JSON.stringify(results()[0]!));
  for (
    const path of [["other"], ["fills", 0, "other"], ["stats", "other"], ["stats", "orders", "other"], [
      "curve",
      "other",
    ]]
  ) {
    const copy = changed(document, path, 1), place = path.join(".").replace(".0.", "[0].");
    assert(!validate(copy));
    assertThrows(() => ct.readResult(copy), RangeError, `Cannot read a result: ${place} is none that there is`);
  }
});

Deno.test("a text that is cut, of another version or of something else is refused with what is wrong", () => {
  const text = JSON.stringify(results()[0]!), document = JSON.parse(text);
  for (const part of ["", text.slice(0, -1), text.slice(1), `${text} x`]) {
    assertThrows(() => ct.readResult(part), RangeError, "Cannot read a result: its text is no JSON");
  }
  for (const other of ["null", "[]", "{}", "7", JSON.stringify({ ...document, format: "x" })]) {
    assertThrows(() => ct.readResult(other), RangeError, "Cannot read a result: its format is");
  }
  assertThrows(
    () => ct.readResult({ ...document, version: 2 }),
    RangeError,
    "Cannot read a result of version 2: this package reads version 1; run it again, or read it with the package that",
  );
  assertThrows(
    () => ct.readResult(Promise.resolve(text)),
    TypeError,
    "Cannot read a promise as a result: pass the text of a saved result",
  );
  const self: Record<string, unknown> = {};
  self["self"] = self;
  for (const wrong of [undefined, null, 7, [], self, () => {}]) {
    assertThrows(
      () => ct.readResult(wrong as unknown as string),
      TypeError,
      "as a result: pass the text of a saved result",
    );
  }
});

Deno.test("a curve that was changed has another mark hash, or another length, or times that go back", () => {
  const document = JSON.parse(JSON.stringify(results()[0]!.export({ lines: true })));
  const message = (change: (copy: typeof document) => void): string => {
    const copy = structuredClone(document);
    change(copy);
    return assertThrows(() => ct.readResult(copy), RangeError).message;
  };
  assert(message((copy) => copy.curve.equity[100] += 0.01).includes("curve has the mark hash"));
  assert(message((copy) => copy.curve.cash[503] += 0.01).includes("curve has the mark hash"));
  assert(message((copy) => copy.curve.cash.pop()).includes("curve.cash has 503 entries, and curve.timeUs 504"));
  assert(message((copy) => copy.curve.timeUs[7] = 5).includes("curve.timeUs[7] is 5, which is not after"));
  assert(message((copy) => copy.lines[1].values.pop()).includes("lines[1].values has 503 entries"));
  assert(message((copy) => copy.lines[0].timeUs[2] = 0).includes("lines[0].timeUs[2] is 0, which is not after"));
});

Deno.test("what was not saved is an error by name, and the lines are there if they were saved", () => {
  const result = results()[0]!, plain = ct.readResult(result), full = ct.readResult(result.export({ lines: true }));
  assertThrows(() => plain.strategy, TypeError, "Cannot give the strategy of a saved result");
  assertThrows(() => plain.feeds, TypeError, "Cannot give the feeds of a saved result");
  assertThrows(() => plain.tables, TypeError, "Cannot give the tables of a saved result");
  assertThrows(() => plain.rolling("sharpe", 5), TypeError, "Cannot give rolling figures of a saved result");
  const noReport = "Cannot give the report of a saved result: its bars were not saved; run it again";
  assertThrows(() => plain.html(), TypeError, noReport);
  assertThrows(() => plain.writeHtml("report.html"), TypeError, noReport);
  assertThrows(() => plain.explain(1), TypeError, "Cannot give explanations of a saved result");
  assertThrows(() => plain.lines(), TypeError, "save it by result.export({ lines: true })");
  assertThrows(() => plain.line("spread"), TypeError, "Cannot give the lines of a saved result");
  assertThrows(() => full.line("other"), RangeError, 'there are "averages[0]", "spread"');
  assertEquals(full.line("averages[0]"), result.line("averages[0]"));
  assertEquals(full.lines().map(({ values }) => values), result.lines().map(({ values }) => values));
});

Deno.test("what is written to a saved result, or to the object that it was read from, changes nothing of it", () => {
  const document = results()[0]!.toJSON(), text = JSON.stringify(document);
  const copy = JSON.parse(text), saved = ct.readResult(copy);
  copy.stats.finalEquity = 0;
  copy.fills.length = 0;
  saved.equity.fill(0);
  assertThrows(() => Object.assign(saved.stats, { finalEquity: 0 }), TypeError);
  assertEquals(JSON.stringify(saved), text);
});

Deno.test("the options of export are checked", () => {
  const result = results()[0]!;
  assertThrows(() => result.export({ line: true } as object), TypeError, 'option "line": the option is lines');
  assertThrows(
    () => result.export({ lines: 1 } as object),
    TypeError,
    "Cannot use lines 1 of export: pass true or false",
  );
  assertThrows(() => result.export(new Map() as object), TypeError, "pass an object, such as { lines: true }");
});

Deno.test("a table that there is none of is refused with those that there are", () => {
  const message = 'Cannot write "trade" as CSV: there are "trades", "orders", "fills", "refusals", "equity"';
  assertThrows(() => results()[0]!.toCsv("trade" as "trades"), RangeError, message);
});

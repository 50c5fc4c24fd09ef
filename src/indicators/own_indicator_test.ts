import { assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";

const feed = await ct.sample("aapl");

Deno.test("an indicator of one's own gets no bar before it has come, whatever it keeps", () => {
  const seen: number[] = [], lengths: number[] = [];
  const kept = ct.defineIndicator({ name: "kept", inputs: ["close"], update: () => (close) => seen.push(close) });
  class Peeks extends ct.Strategy.with({}) {
    kept = kept(this.data.close);
    short = ct.indicator({ name: "short", inputs: [this.data.close], update: () => (close) => seen.push(close) });
    override next(): void {
      if (this.data.length % 2 === 1) return;
      lengths.push(seen.length, this.kept.now, seen.length);
    }
  }
  ct.backtest(Peeks, feed, { engineBackend: "typescript" });
  assertEquals(lengths.slice(0, 6), [0, 2, 2, 2, 4, 4]);
});

Deno.test("several outputs are a frozen object of lines, each with its minimum period", () => {
  const both = ct.defineIndicator({
    name: "both",
    inputs: ["high", "low"],
    outputs: ["middle", "change"],
    params: { scale: 2 },
    minPeriod: ({ scale }) => [1, scale],
    update: ({ scale }) => {
      let before = 0;
      return (high, low) => {
        const middle = (high + low) / scale, change = middle - before;
        before = middle;
        return [middle, change];
      };
    },
  });
  class Uses extends ct.Strategy.with({}) {
    both = both(this.data.high, this.data.low, { scale: 3 });
    override start(): void {
      assertEquals([this.both.middle.minPeriod, this.both.change.minPeriod, Object.isFrozen(this.both)], [1, 3, true]);
      assertEquals(this.both.change.name, "both(high, low, 3).change");
      // @ts-expect-error There is no such output.
      assertEquals(this.both.other, undefined);
    }
  }
  ct.backtest(Uses, feed, { engineBackend: "typescript" });
});

Deno.test("a call with a wrong parameter or too many inputs is refused by name", () => {
  const one = ct.defineIndicator({ name: "one", inputs: ["x"], params: { period: 3 }, update: () => (x) => x });
  const calls: readonly (readonly [(close: ct.Line) => unknown, string])[] = [
    [(close) => one(close, { period: 0 }), "Cannot compute one with a period of 0"],
    // @ts-expect-error There is no such parameter.
    [(close) => one(close, { periods: 3 }), 'Cannot find parameter "periods" of one: there are period'],
    [
      // @ts-expect-error It has one input.
      (close) => one(close, close),
      "Cannot compute one with close behind its inputs: pass its parameters as one object",
    ],
    // @ts-expect-error It has an input.
    [() => one(), "Cannot compute one of undefined as its x: pass one line, such as this.data.close"],
  ];
  for (const [call, message] of calls) {
    class Calls extends ct.Strategy.with({}) {
      override start(): void {
        assertThrows(() => call(this.data.close), Error, message);
      }
    }
    ct.backtest(Calls, feed, { engineBackend: "typescript" });
  }
});

Deno.test("definitions that are none are refused by the part that is wrong", () => {
  const update = () => (x: number): number => x;
  const refused = (definition: unknown, message: string) =>
    assertThrows(() => ct.defineIndicator(definition as never), TypeError, message);
  refused(5, "Cannot define an indicator from 5: pass { name, inputs, update }");
  refused({ inputs: ["x"], update }, "Cannot name an indicator undefined");
  refused({ name: "x", inputs: [], update }, 'Cannot define indicator "x" with inputs []: name each input line');
  refused({ name: "x", inputs: ["x", "x"], update }, 'with inputs [ "x", "x" ]');
  refused({ name: "x", inputs: ["x"] }, "with update undefined: pass a function");
  refused(
    { name: "x", inputs: ["x"], update, memory: "long" },
    'with memory "long": there are window, fading, unbounded',
  );
  refused({ name: "x", inputs: ["x"], update, factors: ["y"] }, 'with factors [ "y" ]: name parameters');
  refused({ name: "x", inputs: ["x"], update, outputs: "y" }, "with outputs");
  refused({ name: "x", inputs: ["x"], update, column: 5 }, "with column 5: pass a function");
  for (const normal of [null, undefined, NaN, Infinity, [], {}, () => 1, 1n]) {
    refused({ name: "x", inputs: ["x"], update, params: { n: normal } }, "as the default of n: pass a finite number");
  }
  refused({ name: "x", inputs: ["x"], update, extra: 5 }, 'Cannot use option "extra" of defineIndicator');
});

Deno.test("an indicator of this package over one's own makes no bar of it come early", () => {
  const seen: number[] = [], lengths: number[] = [];
  const kept = ct.defineIndicator({ name: "kept", inputs: ["close"], update: () => (close) => seen.push(close) });
  class Peeks extends ct.Strategy.with({}) {
    smooth = ct.sma(ct.ema(kept(this.data.close).plus(1), 1), 1);
    override next(): void {
      lengths.push(this.smooth.now - seen.length);
    }
  }
  ct.backtest(Peeks, feed, { engineBackend: "typescript" });
  assertEquals([lengths.length, new Set(lengths)], [feed.length, new Set([1])]);
});

Deno.test("the column of an indicator of one's own changes no price, and what it keeps shows no later bar", () => {
  const kept: Float64Array[] = [], lengths: number[] = [], bars = feed.head(30);
  const before = bars.columns.close.slice();
  const twice = ct.defineIndicator({
    name: "twice",
    inputs: ["close"],
    minPeriod: 2,
    update: () => (close) => 2 * close,
    column: ({ inputs, outputs, from, until }) => {
      for (let i = from; i < until; i++) outputs[0]![i] = 2 * inputs[0]![i]!;
      inputs[0]!.fill(777);
      kept.push(inputs[0]!, outputs[0]!);
    },
  });
  class Reads extends ct.Strategy.with({}) {
    twice = twice(this.data.close.plus(0));
    direct = twice(this.data.close);
    override next(): void {
      if (this.direct.now !== 2 * this.data.close.now || this.twice.now !== this.direct.now) throw new Error("changed");
      lengths.push(kept[0]!.length + kept[1]!.length);
    }
  }
  for (const stepByStep of [false, true, false]) {
    ct.backtest(Reads, bars, { engineBackend: "typescript", stepByStep });
  }
  assertEquals(bars.columns.close, before);
  assertEquals(new Set(lengths), new Set([0]));
  assertEquals(lengths.length, 3 * 29);
});

Deno.test("an update that throws gives its line no further value, whoever catches it, and the error names line and bar", () => {
  for (const stepByStep of [false, true]) {
    const seen: number[] = [], errors: string[] = [];
    class Catches extends ct.Strategy.with({}) {
      odd = ct.indicator({
        name: "odd",
        inputs: [this.data.close],
        update: () => (close) => {
          if (seen.push(close) === 3) throw new Error("mine");
          return close;
        },
      });
      sum = this.odd.plus(1);
      override next(): void {
        for (const line of [this.odd, this.sum, this.odd]) {
          try {
            void line.now;
          } catch (error) {
            errors.push((error as Error).message);
          }
        }
      }
    }
    ct.backtest(Catches, feed.head(5), { engineBackend: "typescript", stepByStep });
    assertEquals(seen.length, 3);
    assertEquals(errors, Array(9).fill('Cannot compute line "odd" at bar 2: mine'));
  }
});

Deno.test("a line that reads itself, and a chain of lines that is too long, are told", () => {
  class Self extends ct.Strategy.with({}) {
    self: ct.Line = ct.indicator({
      name: "self",
      inputs: [this.data.close],
      update: () => (close) => close + this.self.now,
    });
    override next(): void {
      assertThrows(() => this.self.now, RangeError, 'Cannot compute line "self": its update reads it');
    }
  }
  ct.backtest(Self, feed.head(3), { engineBackend: "typescript" });
  class Chain extends ct.Strategy.with({}) {
    override start(): void {
      this.line = this.data.close;
      for (let i = 0; i < 20_000; i++) this.line = this.line.abs();
    }
    line: ct.Line = this.data.close;
    override next(): void {
      assertThrows(() => this.line.now, RangeError, "it is made of too many lines one after the other");
    }
  }
  ct.backtest(Chain, feed.head(3), { engineBackend: "typescript" });
});

Deno.test("a parameter takes its own default and the numbers of its kind, and its update cannot change it", () => {
  const seen: (number | string | boolean)[][] = [];
  const one = ct.defineIndicator({
    name: "one",
    inputs: ["x"],
    params: { period: 3, mult: 1.5, offset: 0, below: -2, deviations: 2, mode: "a", on: true },
    factors: ["deviations"],
    update: (params) => {
      seen.push(Object.values(params));
      assertThrows(() => (params as { period: number }).period++, TypeError);
      return (x) => x;
    },
  });
  class Calls extends ct.Strategy.with({}) {
    lines = [
      one(this.data.close),
      one(this.data.close, { period: 3, mult: 1.5, offset: 0, below: -2, deviations: 2, mode: "a", on: true }),
      one(this.data.close, { period: 1, mult: 2, offset: 0.5, below: 3, deviations: -0.5, mode: "b", on: false }),
    ];
    override start(): void {
      assertThrows(
        () => one(this.data.close, { period: 1.5 }),
        RangeError,
        "Cannot compute one with a period of 1.5: its default, 3, makes it a number of bars, whole and from 1 on; define it " +
          'with factors: ["period"] if it is none',
      );
      assertThrows(() => one(this.data.close, { mult: NaN }), RangeError, "with mult NaN: pass a finite number");
      assertThrows(() => one(this.data.close, { period: NaN }), RangeError, "with a period of NaN");
    }
    override next(): void {
      for (const line of this.lines) void line.now;
    }
  }
  ct.backtest(Calls, feed.head(2), { engineBackend: "typescript" });
  const defaults = [3, 1.5, 0, -2, 2, "a", true];
  assertEquals(seen, [defaults, defaults, [1, 2, 0.5, 3, -0.5, "b", false]]);
});

Deno.test("an indicator may name its only output, and is a line", () => {
  const half = ct.defineIndicator({ name: "half", inputs: ["x"], outputs: ["half"], update: () => (x) => x / 2 });
  class Uses extends ct.Strategy.with({}) {
    half: ct.Line = half(this.data.close);
    override next(): void {
      assertEquals([this.half.now, this.half.about?.output], [this.data.close.now / 2, "half"]);
    }
  }
  ct.backtest(Uses, feed.head(3), { engineBackend: "typescript" });
});

/**
 * Random calls of the public interface: right ones with one or a few wrong parts, so that a call gets deep before it
 * meets one.
 *
 * @module
 */

import { Bars } from "../../mod.ts";
import { Random } from "../../src/laws/random.ts";
import { call, type Expression, type Fault, object, text } from "./expression.ts";
import { barsCall, calendarCall, csvCall, parseCsvCall, sampleCall } from "./feed_calls.ts";
import { ENGINE, type Make, Maker } from "./maker.ts";
import { NASTY } from "./nasty_values.ts";
import { BACKTEST, FEEDS, isRecord, LOGGER, REPLAY, type Slot, type Slots } from "./options.ts";
import { evaluated } from "./program.ts";
import { keptCall, memberCall, strategyCall } from "./strategy_calls.ts";

/** A call to try. */
export interface Case {
  readonly number: number;
  /** The part of the interface. */
  readonly kind: string;
  readonly call: Expression;
}

const BARS_SLOT: Slot = { good: ["feed()"], fits: () => false, demanded: true };

const STRATEGY: Slot = { good: ["Trader"], fits: (value) => value === evaluated("ct.Strategy"), demanded: true };

const backtestCall: Make = (maker) =>
  call("ct.backtest", [
    maker.value(STRATEGY, "strategy"),
    maker.value(FEEDS, "feeds"),
    maker.options(BACKTEST, "options", [ENGINE], 6),
  ]);

const RESULT_CALLS = ["markHash", "summary", "toString"];

const resultCall: Make = (maker) => {
  const name = maker.random.pick(RESULT_CALLS);
  if (name !== "markHash") return call(`finished().${name}`, []);
  const step: Slot = {
    good: ["0", "11", "undefined"],
    fits: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 12,
  };
  return call("finished().markHash", [maker.value(step, "step")], 0);
};

/** Bytes that are damaged in one of several ways. */
function damaged(maker: Maker, whole: string): Expression {
  const { random } = maker, at = random.below(1 << 20);
  const fault: Fault = { place: "bytes", refused: true };
  switch (random.below(5)) {
    case 0:
      return text(whole);
    case 1:
      return text(`cut(${whole}, ${at})`, fault);
    case 2:
      return text(`joined(${whole}, ${whole})`, fault);
    default:
      return text(`flipped(${whole}, ${at}, ${random.below(8)})`, fault);
  }
}

const resumeCall: Make = (maker) => {
  const resume = maker.random.chance(70)
    ? damaged(maker, "checkpoint()")
    : maker.value({ good: ["checkpoint()"], fits: () => false }, "resume");
  return call("ct.backtest", [text("Trader"), text("feed()"), object([ENGINE, ["resume", resume]])]);
};

const replayCall: Make = (maker) => {
  const log = maker.random.chance(60)
    ? damaged(maker, "log()")
    : maker.value({ good: ["log()"], fits: () => false, demanded: true }, "log");
  const options = maker.options(REPLAY, "options", [], 2);
  switch (maker.random.below(4)) {
    case 0:
      return call("((...given) => [...replay.exportJsonLines(...given)])", [log], 1);
    case 1:
      return call("((...given) => [...new replay.ReplayLogReader(...given).chunks()].length)", [log], 1);
    default:
      return call("replay.replay", [log, options], 1);
  }
};

const linesCall: Make = (maker) => {
  const { random } = maker, at = random.below(1 << 16);
  const given: Slot = { good: ["jsonLines()"], fits: () => false, demanded: true };
  const line: Slot = { good: [`jsonLines()[${at} % jsonLines().length]`], fits: () => false, demanded: true };
  const changed = call("jsonLines().with", [
    text(`${at} % jsonLines().length`),
    maker.value(line, "line"),
  ]);
  const text1 = random.pick([
    `jsonLines().with(0, jsonLines()[0].replace(/:/, ": ,"))`,
    `jsonLines().map((line) => line.replaceAll(/\\d/g, "9"))`,
    `jsonLines().with(${at} % jsonLines().length, "null")`,
    `jsonLines().with(${at} % jsonLines().length, "[".repeat(100_000))`,
    `jsonLines().toReversed()`,
  ]);
  // Without its last lines it may be an unfinished log, which is allowed.
  if (random.below(8) === 0) {
    return call("replay.importJsonLines", [text(`jsonLines().slice(0, ${at} % jsonLines().length)`)]);
  }
  const lines = random.below(3) === 0
    ? text(text1, { place: "lines", refused: true })
    : random.below(3) === 0
    ? maker.value(given, "lines")
    : changed;
  return call("replay.importJsonLines", [lines]);
};

const runLogCall: Make = (maker) => {
  const sink: Slot = {
    good: ["new replay.MemorySink()"],
    fits: (value) => typeof (value as { writeSync?: unknown } | null)?.writeSync === "function",
    demanded: true,
  };
  const options: Slots = {
    chunkRecords: {
      good: ["1", "8192"],
      fits: (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 8192,
    },
  };
  const made = maker.random.chance(30)
    ? text("{ writeSync: (bytes) => bytes.length * 2 }", { place: "writeSync", refused: true })
    : maker.value(sink, "sink");
  return call("ct.backtest", [
    text("Trader"),
    text("feed()"),
    object([ENGINE, ["replayLog", call("new replay.RunLog", [made, maker.options(options, "options")], 1)]]),
  ]);
};

const loggerCall: Make = (maker) => {
  const quiet: Slot = { good: ["quiet"], fits: () => false };
  const made = maker.random.chance(50)
    ? call("ct.consoleLogger", [maker.options(LOGGER, "options", [["console", maker.value(quiet, "console")]])])
    : call("ct.jsonLinesLogger", [
      maker.value({
        good: ["() => {}", "async () => {}"],
        fits: (value) => typeof value === "function",
        demanded: true,
      }, "write"),
      maker.options(LOGGER, "options"),
    ], 1);
  return call("ct.backtest", [text("Trader"), text("feed()"), object([ENGINE, ["logger", made]])]);
};

const bisectCall: Make = (maker) => {
  const side = (): Expression =>
    call("replay.logSide", [
      maker.value({ good: ["log()"], fits: () => false, demanded: true }, "log"),
      maker.options({ ...REPLAY, name: { good: ['"one"'], fits: (value) => typeof value === "string" } }, "options"),
    ], 1);
  const every: Slots = {
    checkpointEvery: { good: ["1", "1024"], fits: (value) => Number.isSafeInteger(value) && (value as number) >= 1 },
  };
  const first = maker.value({ good: ["null"], fits: () => false, demanded: true }, "side");
  const isWrong = first.kind === "text" && first.fault !== undefined;
  return call("replay.bisect", [isWrong ? first : side(), side(), maker.options(every, "options")], 2);
};

const otherCall: Make = (maker) => {
  const none: Slot = { good: ["null"], fits: () => false, demanded: true };
  const { random } = maker;
  switch (random.below(7)) {
    case 0:
      return call("ct.formatTimeframe", [
        maker.value({
          good: ["86_400_000_000"],
          fits: (value) => typeof value === "number" && value > 0,
          demanded: true,
        }, "timeframe"),
      ]);
    case 1: {
      const defaults: Slot = {
        good: ["{ slow: 5 }"],
        fits: (value) => isRecord(value),
        demanded: true,
      };
      return call("ct.Strategy.with", [maker.value(defaults, "defaults")]);
    }
    case 2: {
      const wrong = maker.value({ ...none, good: ["feedOfRun"], fits: (value) => value instanceof Bars }, "bars");
      return wrong.kind === "text" && wrong.fault !== undefined ? call("new ct.Bars", [wrong]) : barsCall(maker);
    }
    case 3:
      return call("replay.describeSnapshot", [text(random.pick(NASTY), { place: "bytes", refused: true })]);
    case 4:
      return call("ct.formatProof", [text(random.pick(NASTY), { place: "proof", refused: true })]);
    case 5:
      return call("laws.eventLogOf", [damaged(maker, "log()")]);
    default:
      return call("replay.importJsonLines", [maker.loose("jsonLines()", "lines")]);
  }
};

const LAWS: Slots = {
  seed: { good: ["1", "7"], fits: (value) => Number.isSafeInteger(value) && (value as number) >= 0 },
  attempts: { good: ["1"], fits: (value) => Number.isSafeInteger(value) && (value as number) >= 0 },
};

const lawCall: Make = (maker) => {
  if (maker.random.chance(60)) {
    return call(`laws.${maker.random.pick(["batchingOfLog", "conservationOfLog", "replayOfLog"])}`, [
      maker.value({ good: ["laws.eventLogOf(log())"], fits: () => false, demanded: true }, "log"),
      maker.options(LAWS, "options"),
    ], 1);
  }
  const cuts: Slots = {
    seed: LAWS["seed"]!,
    riskFree: BACKTEST["riskFree"]!,
    timeout: { good: ["1000"], fits: (value) => typeof value === "number" && value > 0 },
    onLaw: { good: ["() => {}"], fits: (value) => typeof value === "function" },
  };
  return call("ct.prove", [
    maker.value(STRATEGY, "strategy"),
    maker.value(BARS_SLOT, "feeds"),
    maker.options(
      cuts,
      "options",
      [[
        "cuts",
        maker.value({
          good: ["1"],
          fits: (value) => Number.isSafeInteger(value) && (value as number) > 0,
        }, "cuts"),
      ]],
      4,
      { ...BACKTEST, ...cuts },
    ),
  ]);
};

/** The parts of the interface and their weights. */
const KINDS: readonly (readonly [name: string, weight: number, make: Make])[] = [
  ["backtest", 22, backtestCall],
  ["strategy", 30, strategyCall],
  ["member", 6, memberCall],
  ["kept", 5, keptCall],
  ["bars", 12, barsCall],
  ["parseCsv", 8, parseCsvCall],
  ["csv", 2, csvCall],
  ["sample", 1, sampleCall],
  ["calendar", 5, calendarCall],
  ["result", 2, resultCall],
  ["resume", 5, resumeCall],
  ["replay", 6, replayCall],
  ["lines", 4, linesCall],
  ["runLog", 3, runLogCall],
  ["logger", 3, loggerCall],
  ["bisect", 1, bisectCall],
  ["other", 4, otherCall],
  ["law", 1, lawCall],
];

/** Names of the parts of the interface. */
export const KIND_NAMES: readonly string[] = KINDS.map(([name]) => name);

/**
 * Returns the case of a number.
 *
 * @param seed Seed of all cases.
 * @param number Number of the case.
 */
export function caseOf(seed: number, number: number): Case {
  const draw = new Random(seed, 1_000_000_007 + number);
  const [kind, , make] = KINDS[draw.weighted(KINDS.map(([, weight]) => weight))]!;
  const counted = new Maker(seed, number, new Set());
  make(counted);
  const wrong = new Set<number>();
  for (let faults = [0, 1, 2, 3][draw.weighted([12, 63, 18, 7])]!; faults > 0; faults--) {
    if (counted.places > 0) wrong.add(draw.below(counted.places));
  }
  return { number, kind, call: make(new Maker(seed, number, wrong)) };
}

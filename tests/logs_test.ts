/**
 * Logs of the fixture cases and of random ones: line by line the same on every engine, and true to what was worked out by
 * hand.
 *
 * @module
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { RECORD_LANES } from "../src/contract/contract.gen.ts";
import { formatLogLine } from "../src/logs/console_logger.ts";
import { jsonLinesLogger } from "../src/logs/json_lines_logger.ts";
import type { LogEntry } from "../src/logs/log_entry.ts";
import { gridInstrument } from "../src/broker/log_instrument.ts";
import type { LogUnits } from "../src/logs/log_renderer.ts";
import { OutputLog } from "../src/logs/output_log.ts";
import { createEngine, type EngineName, enginesUnderTest } from "./engines.ts";
import { configurationOf, eventsOf, type FixtureCase, readFixtureCases } from "./fixture_case.ts";
import { Random } from "../src/laws/random.ts";
import { makeWorkload } from "./fuzz/workload.ts";

const FOLDERS = ["parity", "scenarios"].map((name) => new URL(`../fixtures/${name}/`, import.meta.url));

/** Logs what an engine says of a log of events, fed in batches, as JSON Lines. */
function logOf(
  name: EngineName,
  config: Float64Array,
  events: Float64Array,
  units: LogUnits,
  batch: number,
): string[] {
  using engine = createEngine(name, config);
  const lines: string[] = [], log = new OutputLog(jsonLinesLogger((line) => lines.push(line)), units);
  // A small buffer, so that the same one is handed over many times.
  const out = new Float64Array(3 * RECORD_LANES);
  for (let at = 0; at < events.length; at += batch * RECORD_LANES) {
    log.take(out, engine.apply(events.subarray(at, at + batch * RECORD_LANES), undefined, out));
    while (engine.pending > 0) log.take(out, engine.read(out));
  }
  return lines;
}

function unitsOf(fixture: FixtureCase): LogUnits {
  return { instruments: fixture.config.instruments.map((instrument) => gridInstrument(instrument)), moneyUnits: 1e6 };
}

function entriesOf(lines: readonly string[]): LogEntry[] {
  return lines.map((line) => JSON.parse(line) as LogEntry);
}

for (const folder of FOLDERS) {
  for (const fixture of readFixtureCases(folder)) {
    Deno.test(`the logs of ${fixture.name} are the same on every engine, and say what was worked out by hand`, () => {
      const config = configurationOf(fixture), events = eventsOf(fixture), units = unitsOf(fixture);
      const [first, ...others] = enginesUnderTest().map((name, at) => logOf(name, config, events, units, 1 + 4 * at));
      for (const other of others) assertEquals(other, first!);
      const entries = entriesOf(first!);
      assertEquals(marksIn(entries), fixture.expect.marks);
      assertEquals(traceIn(entries), fixture.expect.trace.map(withoutRest));
    });
  }
}

/** The marks of a log as a fixture case holds them. */
function marksIn(entries: readonly LogEntry[]): string[] {
  return entries.filter(({ fields }) => "value" in fields && Object.keys(fields).length === 3)
    .map(({ fields }) => `${fields["cash"]} ${fields["value"]}`);
}

/** The notices of a log as the lines of a fixture case's trace begin, in the numbers of the log. */
function traceIn(entries: readonly LogEntry[]): string[] {
  return entries.filter(({ sequence }) => sequence > 0).map(({ fields, category }) => {
    const signed = (name: string): string => `${Number(fields[name]) > 0 ? "+" : ""}${fields[name]}`;
    const cause = `${fields["cause"]}:`, order = fields["orderId"] ?? 0;
    if (fields["rule"] !== undefined) {
      const size = fields["side"] === "sell" ? `-${fields["size"]}` : `+${fields["size"]}`;
      const trip = fields["trade"], phase = fields["phase"] === undefined ? "" : ` ${codeOf(fields["phase"])}`;
      return `${cause} ${trip === undefined ? "fill" : "execution"} ${order} ${fields["instrument"]} ${size} @ ${
        fields["price"]
      } ${codeOf(fields["rule"])}, ` +
        `position ${signed("position")} cost ${fields["positionCost"]}, cash ${fields["cash"]}` +
        (trip === undefined ? "" : `, trip ${trip}${phase}`);
    }
    if (fields["phase"] !== undefined) {
      const closed = fields["phase"] === "closed";
      return `${cause} trip ${fields["trade"]} ${codeOf(fields["phase"])} ${fields["instrument"]}, ` +
        `entry ${signed("entrySize")} for ${fields["entryValue"]}` +
        (closed ? `, exit ${fields["exitValue"]}, pnl ${fields["pnl"]}` : "") + `, fee ${fields["commission"]}`;
    }
    if (fields["state"] !== undefined && category === "order" && fields["event"] === undefined) {
      return `${cause} order ${order} ${codeOf(fields["state"])} ${codeOf(fields["reason"])}`;
    }
    return `${cause} ${codeOf(fields["reason"])} order ${order}`;
  });
}

/** A name in camel case as the contract writes it. */
function codeOf(name: unknown): string {
  return `${name}`.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** A line of a fixture case's trace as far as {@linkcode traceIn} tells it, its decimals as the doubles that they are. */
function withoutRest(text: string): string {
  const line = text.replace(/-?\d+\.\d+/g, (decimal) => `${Number(decimal)}`);
  const marks = / (AMBIGUOUS|LATE|SLIPPED|CLAMPED)(?=[, ]|$)/g;
  const fill = /^(\d+: fill .*?)(?:, .*)?, (position \S+ cost \S+), (cash \S+)$/.exec(line.replace(marks, ""));
  if (fill !== null) return `${fill[1]}, ${fill[2]}, ${fill[3]}`;
  const execution =
    /^(\d+: execution .*?)(?:, .*)?, (position \S+ cost \S+), (cash \S+)(?:, order .*?)?, (trip .*), bar/;
  const executed = execution.exec(line.replace(marks, ""));
  if (executed !== null) return executed.slice(1).join(", ");
  const trip = /^(\d+: trip .*?, fee [^,]+)/.exec(line.replace(marks, ""));
  if (trip !== null) return trip[1]!;
  const order = /^(\d+: order \d+ \w+ \w+)/.exec(line);
  if (order !== null) return order[1]!;
  const note = /^(\d+:) note (\w+) (order \d+)/.exec(line);
  if (note !== null) return `${note[1]} ${note[2]} ${note[3]}`;
  const refusal = /^(\d+:) refused \w+ (order \d+) (\w+)/.exec(line);
  if (refusal !== null) return `${refusal[1]} ${refusal[3]} ${refusal[2]}`;
  throw new Error(`A trace line has no known form: ${line}`);
}

Deno.test("random logs of events are logged the same on every engine, whatever is in them", () => {
  const reasons = new Set<string>();
  for (let number = 0; number < 30; number++) {
    const { configuration: { lanes, instruments }, events } = makeWorkload(new Random(41, number), 400);
    const units: LogUnits = {
      instruments: instruments.map((_instrument, id) => gridInstrument({ name: `I${id}`, resolution: 0.01, lot: 1 })),
      moneyUnits: 1e6,
    };
    const [first, ...others] = enginesUnderTest().map((name, at) => logOf(name, lanes, events, units, 1 + 99 * at));
    for (const other of others) assertEquals(other, first!);
    for (const entry of entriesOf(first!)) {
      reasons.add(`${entry.fields["reason"]}`);
      // Nothing that the contract has no name for, and no text of a value that is not there.
      assertMatch(formatLogLine(entry), /^(?!.*(undefined|null|\[object|reason \d|rule \d|unknown kind)).*$/);
    }
  }
  assert(reasons.size > 40, `only ${reasons.size} reasons were met`);
});

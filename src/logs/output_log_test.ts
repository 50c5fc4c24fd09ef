import { assertEquals, assertThrows } from "@std/assert";
import { trialConfiguration, trialOrder } from "../engine/native/trial.ts";
import { Engine } from "../engine/engine.ts";
import { RECORD_LANES } from "../contract/contract.gen.ts";
import type { LogCategory, LogEntry, LogLevel } from "./log_entry.ts";
import { plainInstrument } from "../broker/log_instrument.ts";
import type { Logger } from "./logger.ts";
import { OutputLog } from "./output_log.ts";

const units = { instruments: [plainInstrument("AAA")], moneyUnits: 1 };

/** A logger that keeps what it is told, by the method that was called. */
function keepingLogger(): Logger & { readonly kept: [method: string, entry: LogEntry][] } {
  const kept: [string, LogEntry][] = [];
  const keep = (method: string) => (message: string, entry: LogEntry): void => {
    assertEquals(message, entry.message);
    kept.push([method, entry]);
  };
  return { kept, debug: keep("debug"), info: keep("info"), warning: keep("warning"), error: keep("error") };
}

/** Returns an engine's outputs for an order at a time that no step has, and for the same order again. */
function outputs(): Float64Array {
  using engine = new Engine(trialConfiguration(), { engineBackend: "typescript", environmentOverride: false });
  engine.apply(trialOrder());
  engine.apply(trialOrder());
  return engine.readAll();
}

Deno.test("every record is told once, in order, by the method of its level", () => {
  const floats = outputs(), logger = keepingLogger();
  new OutputLog(logger, units).take(floats);
  assertEquals(logger.kept.map(([, entry]) => entry.sequence), [1, 2]);
  assertEquals(logger.kept.map(([method]) => method), ["warning", "warning"]);
});

Deno.test("only as many records are told as the buffer holds new ones", () => {
  const floats = outputs(), logger = keepingLogger(), log = new OutputLog(logger, units);
  log.take(floats, 0);
  log.take(floats, 1);
  log.take(floats.slice(RECORD_LANES), 1);
  assertEquals(logger.kept.map(([, entry]) => entry.sequence), [1, 2]);
  const lanes = floats.length / RECORD_LANES;
  assertThrows(() => log.take(floats, lanes + 1), RangeError, `Cannot log ${lanes + 1} records: the buffer holds`);
});

Deno.test("entries that the logger does not want are not told", () => {
  const logger = keepingLogger(), asked = new Set<string>();
  const wants = (level: LogLevel, category: LogCategory): boolean => {
    asked.add(`${level} ${category}`);
    return false;
  };
  new OutputLog({ ...logger, wants }, units).take(outputs());
  assertEquals(logger.kept, []);
  assertEquals([...asked], ["WARNING engine"]);
});

Deno.test("an object that is not a logger is refused, with the method that it lacks", () => {
  const { debug, info, error } = keepingLogger();
  const warn = (): void => {};
  const lacking = { debug, info, error, warn } as unknown as Logger;
  assertThrows(() => new OutputLog(lacking, units), TypeError, "this one lacks warning");
  assertThrows(() => new OutputLog(null as unknown as Logger, units), TypeError, "Cannot log to null");
  const waits = { debug, info, error, warning: async (): Promise<void> => await Promise.resolve() };
  assertThrows(
    () => new OutputLog(waits, units),
    TypeError,
    "a logger whose warning is async: a run waits for no promise",
  );
});

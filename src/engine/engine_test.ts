import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { createEngine, enginesUnderTest } from "../../tests/engines.ts";
import {
  CONFIG_CASH_INITIAL,
  CONFIG_INSTRUMENTS,
  CONFIG_RULE_MATCHING,
  EVENT_BAR,
  EVENT_HALT,
  EVENT_SHUTDOWN,
  INSTRUMENT_SCALE_NUMERATOR,
  INSTRUMENT_TICK,
  LANE_KIND,
  LANE_TIME_US,
  RECORD_LANES,
  STATUS_CASH,
  STATUS_COUNT,
  STATUS_DATA_HIGH,
  STATUS_DATA_LOW,
  STATUS_SEQUENCE,
} from "../contract/contract.gen.ts";
import { DriveBuffer } from "../core/drive_buffer.ts";
import { ENGINE_CHOICES } from "./choice.ts";
import { SealedColumns } from "./sealed_columns.ts";
import { Engine, type EngineChoice, EngineError, type EngineErrorCode } from "./engine.ts";
import { trialColumns, trialConfiguration, trialOrder } from "./native/trial.ts";
import { repeatedOrder } from "../../tests/repeated_order.ts";

const COUNTS = Uint32Array.of(2);

function assertCode(fn: () => unknown, code: EngineErrorCode): EngineError {
  const error = assertThrows(fn, EngineError);
  assertEquals(error.code, code);
  return error;
}

/** Every method that needs a living engine, called with good arguments. */
function calls(engine: Engine): readonly (() => unknown)[] {
  const record = new Float64Array(RECORD_LANES);
  return [
    () => engine.pending,
    () => engine.adopt(new DriveBuffer(1, 1)),
    () => engine.apply(record),
    () => engine.read(record),
    () => engine.readAll(),
    () => engine.loadColumns(trialColumns(), COUNTS),
    () => engine.advance(trialColumns(), { marks: new Float64Array(4) }),
    () => engine.horizon(trialColumns()),
    () => engine.drive(trialColumns(), new Float64Array(4), new DriveBuffer(1, 1)),
    () => engine.status(),
    () => engine.snapshot(),
    () => engine.restore(new Uint8Array(8)),
  ];
}

/** A bar that opens a step and leaves it open. */
function openStep(): Float64Array {
  const floats = new Float64Array(RECORD_LANES);
  new Uint32Array(floats.buffer)[LANE_KIND] = EVENT_BAR;
  floats[LANE_TIME_US] = 1_000;
  floats.fill(100, 1, 5);
  return floats;
}

for (const name of enginesUnderTest()) {
  Deno.test(`Engine on ${name} says which engine it is and why`, () => {
    using engine = createEngine(name, trialConfiguration());
    assertEquals(engine.backend.name, name);
    assertStringIncludes(engine.backend.reason, `engineBackend is "${name}"`);
  });

  Deno.test(`Engine on ${name} tells the horizon while a step is open and after the end of the run`, () => {
    const columns = trialColumns();
    for (const kind of [EVENT_HALT, EVENT_SHUTDOWN]) {
      using engine = createEngine(name, trialConfiguration());
      engine.loadColumns(columns, COUNTS);
      const event = new Float64Array(RECORD_LANES);
      event[LANE_TIME_US] = 500;
      new Uint32Array(event.buffer)[LANE_KIND] = kind;
      engine.apply(event);
      assertEquals(engine.horizon(columns), Infinity);
      const buffer = new DriveBuffer(1, 1);
      buffer.ask(-Infinity, 0, 0, 0);
      engine.drive(columns, new Float64Array(0), buffer);
      assertEquals([buffer.steps, buffer.horizon_us], [0, Infinity]);
      assertEquals(engine.status()[STATUS_SEQUENCE], 1);
    }
  });

  Deno.test(`Engine on ${name} runs a backtest, and outputs wait until there is room for them`, () => {
    using engine = createEngine(name, trialConfiguration());
    const columns = trialColumns(), marks = new Float64Array(6), out = new Float64Array(RECORD_LANES);
    engine.loadColumns(columns, COUNTS);
    assertEquals(engine.advance(columns, { marks, row: 1, untilUs: 1_000 }), 1);
    assertEquals(engine.horizon(columns), Infinity);
    assertEquals(engine.apply(repeatedOrder(), 3, out), 1);
    assertEquals([engine.pending, engine.horizon(columns)], [1, 2_000]);
    assertEquals([engine.read(out), engine.read(out), engine.pending], [1, 0, 0]);
    assertEquals(engine.advance(columns, { marks, row: 2 }), 1);
    assertEquals([...marks], [0, 10_000, 9_450, 0, 10_000, 10_100]);
    const pending = engine.pending;
    assert(pending > 0);
    assertEquals(engine.readAll().length, pending * RECORD_LANES);
    assertEquals(engine.readAll().length, 0);
    assertEquals(engine.status()[STATUS_CASH], 9_450);
  });

  Deno.test(`Engine on ${name} does a strategy's turn in one call, as its parts do one by one`, () => {
    using whole = createEngine(name, trialConfiguration());
    using parts = createEngine(name, trialConfiguration());
    const columns = trialColumns(), sealed = new SealedColumns(columns, COUNTS), out = new Float64Array(RECORD_LANES);
    const buffer = new DriveBuffer(1, 3), marks = new Float64Array(4), marksOfParts = new Float64Array(4);
    whole.loadSealed(sealed);
    parts.loadColumns(columns, COUNTS);
    buffer.events.set(repeatedOrder());
    buffer.ask(1_000, marks.length, 0, 3);
    whole.drive(columns, marks, buffer);
    parts.advance(columns, { marks: marksOfParts, untilUs: 1_000 });
    assertEquals(parts.apply(repeatedOrder(), 3, out), 1);
    assertEquals([buffer.steps, buffer.outputs_count, buffer.pending, buffer.horizon_us], [1, 1, 1, 2_000]);
    assertEquals([buffer.outputs, marks], [out, marksOfParts]);
    assertEquals([whole.read(out), parts.read(buffer.outputs)], [1, 1]);
    assertEquals(buffer.outputs, out);
    buffer.ask(Infinity, marks.length, 1, 0);
    whole.drive(columns, marks, buffer);
    parts.advance(columns, { marks: marksOfParts, row: 1 });
    assertEquals([buffer.steps, buffer.horizon_us, marks], [1, Infinity, marksOfParts]);
    assertEquals(whole.readAll(), parts.readAll().subarray(RECORD_LANES));
    assertEquals(whole.status(), parts.status());
  });

  Deno.test(`Engine on ${name} refuses to drive with what does not fit, and nothing happens`, () => {
    using engine = createEngine(name, trialConfiguration());
    const columns = trialColumns(), marks = new Float64Array(4), buffer = new DriveBuffer(1, 1);
    engine.loadSealed(new SealedColumns(columns, COUNTS));
    const before = engine.status();
    const wrong: readonly (readonly [asked: readonly [number, number, number], message: string])[] = [
      [[1_000, 3, 0], "Cannot write marks from row 3 on: the buffer has 2 rows"],
      [[1_000, 0.5, 0], "Cannot write marks from row 0.5 on"],
      [[1_000, NaN, 0], "Cannot write marks from row NaN on"],
      [[1_000, 0, 2], "Cannot apply 2 events: the drive buffer holds 1 of them"],
      [[1_000, 0, 0.5], "Cannot apply 0.5 events"],
      [[1_000, 0, -1], "Cannot apply -1 events"],
      [[NaN, 0, 0], "Cannot advance until NaN"],
    ];
    for (const [[untilUs, row, events], message] of wrong) {
      buffer.ask(untilUs, marks.length, row, events);
      assertThrows(() => engine.drive(columns, marks, buffer), RangeError, message);
    }
    assertThrows(
      () => engine.drive(columns.subarray(8), marks, buffer),
      RangeError,
      "those that were loaded have 16",
    );
    assertEquals(engine.status(), before);
  });

  Deno.test(`Engine on ${name} checks sealed columns once, and tells their hash every time`, () => {
    const columns = trialColumns(), sealed = new SealedColumns(columns, COUNTS), hashes: number[][] = [];
    for (let round = 0; round < 2; round++) {
      using engine = createEngine(name, trialConfiguration());
      engine.loadSealed(sealed);
      const status = engine.status();
      hashes.push([status[STATUS_DATA_LOW]!, status[STATUS_DATA_HIGH]!]);
      // Whoever seals columns promises not to write to them; a check that is made would find this out.
      columns[15] = NaN;
    }
    assertEquals(hashes[0], hashes[1]);
    using other = createEngine(name, trialConfiguration());
    assertThrows(() => other.loadColumns(columns, COUNTS), EngineError, "NOT_FINITE");
    assertThrows(() => other.loadSealed(new SealedColumns(columns, COUNTS)), EngineError, "NOT_FINITE");
  });

  Deno.test(`Engine on ${name} stops when the marks are full, and goes on from there`, () => {
    using engine = createEngine(name, trialConfiguration());
    const columns = trialColumns(), marks = new Float64Array(2);
    engine.loadColumns(columns, COUNTS);
    const steps = [0, 1, 0, 0].map((row) => engine.advance(columns, { marks, row }));
    assertEquals(steps, [1, 0, 1, 0]);
  });

  Deno.test(`Engine on ${name} names lane, value and reason of a configuration that it refuses`, () => {
    const cases: readonly (readonly [lane: number, value: number, message: string])[] = [
      [0, 99, "lane 0 (version) is 99: UNKNOWN_CODE, "],
      [CONFIG_CASH_INITIAL, 0.5, "lane 3 (cash_initial) is 0.5: OFF_GRID, "],
      [CONFIG_RULE_MATCHING, 7, `lane ${CONFIG_RULE_MATCHING} (rule MATCHING) is 7: UNKNOWN_CODE, `],
      [CONFIG_INSTRUMENTS + INSTRUMENT_TICK, 0.5, "(tick of instrument 0) is 0.5: OFF_GRID, "],
      [CONFIG_INSTRUMENTS + INSTRUMENT_SCALE_NUMERATOR, 0, "(scale_numerator of instrument 0) is 0: ZERO, "],
      [CONFIG_INSTRUMENTS + INSTRUMENT_SCALE_NUMERATOR, NaN, "(scale_numerator of instrument 0) is NaN: NOT_FINITE, "],
    ];
    for (const [lane, value, message] of cases) {
      const config = trialConfiguration();
      config[lane] = value;
      const error = assertCode(() => createEngine(name, config), "BAD_CONFIGURATION");
      assert(error.message.startsWith("Cannot configure the engine as lane "), error.message);
      assertStringIncludes(error.message, message);
    }
    const error = assertCode(() => createEngine(name, new Float64Array(3)), "BAD_CONFIGURATION");
    assertStringIncludes(error.message, "as it has 3 lanes: OUT_OF_RANGE, ");
    assertThrows(() => createEngine(name, [1] as unknown as Float64Array), TypeError, "must be a Float64Array");
  });

  Deno.test(`Engine on ${name} keeps no hold on the configuration that it was given`, () => {
    const config = trialConfiguration();
    using engine = createEngine(name, config);
    const before = engine.snapshot();
    config.fill(NaN);
    assertEquals(engine.snapshot(), before);
  });

  Deno.test(`Engine on ${name} names instrument, row and reason of columns that it refuses, and is as it was`, () => {
    using engine = createEngine(name, trialConfiguration());
    const before = engine.snapshot(), columns = trialColumns();
    columns[9] = 0.5;
    const error = assertCode(() => engine.loadColumns(columns, COUNTS), "BAD_COLUMNS");
    assert(
      error.message.startsWith("Cannot load columns as row 1 of instrument 0 is refused: OFF_GRID, "),
      error.message,
    );
    assertEquals(engine.snapshot(), before);
    engine.loadColumns(trialColumns(), COUNTS);
  });

  Deno.test(`Engine on ${name} refuses arguments that do not fit, and is as it was`, () => {
    using engine = createEngine(name, trialConfiguration());
    const columns = trialColumns(), marks = new Float64Array(4), record = new Float64Array(RECORD_LANES);
    engine.loadColumns(columns, COUNTS);
    const before = engine.snapshot();
    const wrong: readonly (readonly [() => unknown, string])[] = [
      [() => engine.apply(record.subarray(1)), "Cannot use a buffer of 15 lanes for events"],
      [() => engine.apply([] as unknown as Float64Array), "Cannot use [] for events"],
      [() => engine.apply(record, 2), "Cannot apply 2 events: the buffer holds 1 of them"],
      [() => engine.apply(record, -1), "Cannot apply -1 events"],
      [() => engine.apply(record, 0.5), "Cannot apply 0.5 events"],
      [() => engine.apply(record, 1, record.subarray(1)), "Cannot use a buffer of 15 lanes for outputs"],
      [() => engine.read(record.subarray(1)), "Cannot use a buffer of 15 lanes for outputs"],
      [() => engine.loadColumns(columns, new Uint32Array(2)), "with 2 counts and 2 bases"],
      [() => engine.loadColumns(columns, COUNTS, new Uint32Array(0)), "with 1 counts and 0 bases"],
      [() => engine.loadColumns(columns, Uint32Array.of(3)), "of 16 doubles: the counts say that there are 24"],
      [() => engine.advance(columns.subarray(8), { marks }), "of 8 doubles: those that were loaded have 16"],
      [() => engine.horizon(columns.subarray(8)), "of 8 doubles: those that were loaded have 16"],
      [() => engine.advance(columns, { marks: new Float64Array(3) }), "from row 0 on: the buffer has 1.5 rows"],
      [() => engine.advance(columns, { marks, row: 3 }), "from row 3 on: the buffer has 2 rows"],
      [() => engine.advance(columns, { marks, row: -1 }), "from row -1 on"],
      [() => engine.advance(columns, { marks, row: 0.5 }), "from row 0.5 on"],
      [() => engine.advance(columns, { marks, untilUs: NaN }), "Cannot advance until NaN"],
      [() => engine.status(new Float64Array(3)), `the buffer has 3 of ${STATUS_COUNT} lanes`],
    ];
    for (const [call, message] of wrong) assertThrows(call, RangeError, message);
    assertEquals(engine.snapshot(), before);
  });

  Deno.test(`Engine on ${name} says why it refuses a snapshot, and is as it was`, () => {
    using engine = createEngine(name, trialConfiguration());
    const bytes = engine.snapshot();
    const config = trialConfiguration();
    config[CONFIG_CASH_INITIAL] = 20_000;
    using other = createEngine(name, config);
    const before = other.snapshot();
    assertCode(() => other.restore(bytes), "SNAPSHOT_CONFIGURATION");
    assertCode(() => other.restore(before.subarray(1)), "BAD_SNAPSHOT");
    assertCode(() => other.restore(new Uint8Array(0)), "BAD_SNAPSHOT");
    const damaged = before.slice();
    damaged[40]! ^= 1;
    assertCode(() => other.restore(damaged), "BAD_SNAPSHOT");
    const older = before.slice();
    new Float64Array(older.buffer)[1] = 0;
    assertCode(() => other.restore(older), "SNAPSHOT_VERSION");
    assertEquals(other.snapshot(), before);
  });

  Deno.test(`Engine on ${name} wants its columns anew after a restore`, () => {
    using engine = createEngine(name, trialConfiguration());
    const columns = trialColumns(), marks = new Float64Array(4);
    engine.loadColumns(columns, COUNTS);
    engine.advance(columns, { marks, untilUs: 1_000 });
    engine.restore(engine.snapshot());
    assertThrows(() => engine.advance(columns, { marks, row: 1 }), RangeError, "those that were loaded have 0");
    engine.loadColumns(columns, COUNTS);
    assertEquals(engine.advance(columns, { marks, row: 1 }), 1);
  });

  Deno.test(`Engine on ${name} is poisoned by a failure inside, and tells it with every later call`, () => {
    using engine = createEngine(name, trialConfiguration());
    const columns = trialColumns(), marks = new Float64Array(4);
    engine.loadColumns(columns, COUNTS);
    engine.apply(openStep());
    const failure = "Cannot advance to another time while a step is open";
    const error = assertCode(() => engine.advance(columns, { marks }), "PANIC");
    assertStringIncludes(error.message, failure);
    for (const call of calls(engine)) assertStringIncludes(assertCode(call, "POISONED").message, failure);
  });

  Deno.test(`Engine on ${name} throws from every method once it was disposed of`, () => {
    const engine = createEngine(name, trialConfiguration());
    engine[Symbol.dispose]();
    engine[Symbol.dispose]();
    for (const call of calls(engine)) assertCode(call, "DISPOSED");
    assertEquals(engine.backend.name, name);
  });
}

for (const name of enginesUnderTest().slice(1)) {
  Deno.test(`Engine goes on in TypeScript from a snapshot of ${name}, to the same bytes`, () => {
    using rust = createEngine(name, trialConfiguration());
    using typescript = createEngine("typescript", trialConfiguration());
    const columns = trialColumns(), marks = new Float64Array(4);
    rust.loadColumns(columns, COUNTS);
    rust.advance(columns, { marks, untilUs: 1_000 });
    rust.apply(trialOrder());
    typescript.restore(rust.snapshot());
    typescript.loadColumns(columns, COUNTS);
    rust.readAll();
    for (const engine of [rust, typescript]) engine.advance(columns, { marks, row: 1 });
    assertEquals(typescript.snapshot(), rust.snapshot());
    assertEquals(typescript.status(), rust.status());
    assertEquals(typescript.readAll(), rust.readAll());
  });

  Deno.test(`Engine on ${name} takes one crossing for each call, whatever it brings along`, () => {
    using engine = createEngine(name, trialConfiguration());
    const columns = trialColumns(), marks = new Float64Array(4), out = new Float64Array(8 * RECORD_LANES);
    engine.loadColumns(columns, COUNTS);
    engine.advance(columns, { marks, untilUs: 1_000 });
    engine.apply(trialOrder(), 1, out);
    assertEquals(engine.pending, 0);
    assertEquals(engine.horizon(columns), 2_000);
    assertEquals(engine.crossings, 5);
  });
}

for (const name of enginesUnderTest()) {
  Deno.test(`Engine refuses marks that lie in the columns, and a buffer that was transferred, and goes on, on ${name}`, () => {
    using engine = createEngine(name, trialConfiguration());
    const columns = trialColumns();
    engine.loadColumns(columns, COUNTS);
    for (const marks of [columns, columns.subarray(4, 8)]) {
      assertThrows(() => engine.advance(columns, { marks }), RangeError, "Cannot write marks into the columns");
    }
    for (const records of [new Float64Array(RECORD_LANES), new Float64Array(0)]) {
      structuredClone(records.buffer, { transfer: [records.buffer] });
      const message = "that was transferred to elsewhere";
      assertThrows(() => engine.apply(records), RangeError, message);
      assertThrows(() => engine.apply(new Float64Array(0), 0, records), RangeError, message);
      assertThrows(() => engine.read(records), RangeError, message);
    }
    const own = new Float64Array(columns.length + 4);
    own.set(columns);
    assertEquals(engine.advance(own.subarray(0, columns.length), { marks: own.subarray(columns.length) }), 2);
  });
}

Deno.test("Engine lists the engines there are when it is asked for another", () => {
  const engineBackend = "Rust" as EngineChoice;
  assertThrows(
    () => new Engine(trialConfiguration(), { engineBackend }),
    RangeError,
    `Cannot use "Rust" as engineBackend: there are ${ENGINE_CHOICES.map((name) => `"${name}"`).join(", ")}`,
  );
});

Deno.test("Engine takes WebAssembly by auto when the library's path leads nowhere, and says so", () => {
  using engine = new Engine(trialConfiguration(), { libraryPath: "nowhere/none.so", environmentOverride: false });
  assertEquals(engine.backend.name, "wasm");
  assertStringIncludes(engine.backend.reason, "nowhere/none.so");
});

Deno.test("Engine throws when Rust is asked for by name and the library's path leads nowhere", () => {
  const libraryPath = new URL("../../rust/lib/none.so", import.meta.url);
  const error = assertThrows(
    () => new Engine(trialConfiguration(), { engineBackend: "rust", libraryPath, environmentOverride: false }),
    EngineError,
  );
  assertEquals(error.code, "LIBRARY_MISSING");
  assertStringIncludes(error.message, 'Cannot use the Rust engine although engineBackend is "rust": there is no file ');
  assertStringIncludes(error.message, 'To mend it, run "deno task install-rust" in ');
});

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  BOUNDARY_BAD_COLUMNS,
  BOUNDARY_BAD_SNAPSHOT,
  BOUNDARY_OK,
  BOUNDARY_SNAPSHOT_CONFIGURATION,
  CONFIG_CASH_INITIAL,
  CONFIG_INSTRUMENTS,
  EVENT_BAR,
  INSTRUMENT_TICK,
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_TIME_US,
  REASON_OFF_GRID,
  RECORD_LANES,
  STATUS_COUNT,
} from "../../contract/contract.gen.ts";
import { testRust } from "../../../tests/engines.ts";
import { DriveBuffer } from "../../core/drive_buffer.ts";
import { EngineError, type EngineErrorCode } from "../engine_error.ts";
import { openLibrary } from "./library.ts";
import { NativeCore } from "./native_core.ts";
import type { Symbols } from "./symbols.ts";
import { trialColumns, trialConfiguration, trialOrder } from "./trial.ts";
import { repeatedOrder } from "../../../tests/repeated_order.ts";

function symbols(): Symbols {
  const library = openLibrary();
  assert(library.found);
  return library.symbols;
}

function withCore(fn: (core: NativeCore) => void): void {
  const core = new NativeCore(symbols(), trialConfiguration());
  try {
    fn(core);
  } finally {
    core.dispose();
  }
}

function assertCode(fn: () => unknown, code: EngineErrorCode): EngineError {
  const error = assertThrows(fn, EngineError);
  assertEquals(error.code, code);
  return error;
}

/** Every method that needs a living engine, called with good arguments. */
function calls(core: NativeCore): readonly (() => unknown)[] {
  const columns = trialColumns(), record = new Float64Array(RECORD_LANES);
  return [
    () => core.apply(record, 1),
    () => core.applyAndRead(record, 1, record, 1),
    () => core.read(record, 1),
    () => core.load(columns, Uint32Array.of(2), Uint32Array.of(0)),
    () => core.advance(columns, 0, new Float64Array(2), 0),
    () => core.horizon(columns),
    () => core.status(new Float64Array(STATUS_COUNT)),
    () => core.snapshot(),
    () => core.restore(new Uint8Array(8)),
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

testRust("NativeCore counts its crossings, each call one", {}, () => {
  withCore((core) => {
    assertEquals(core.crossings, 1);
    const columns = trialColumns(), marks = new Float64Array(4), out = new Float64Array(8 * RECORD_LANES);
    core.load(columns, Uint32Array.of(2), Uint32Array.of(0));
    core.advance(columns, 1_000, marks, 0);
    assertEquals([core.crossings, core.pending], [3, 0]);
    assertEquals(core.applyAndRead(repeatedOrder(), 3, out, 1), 1);
    assertEquals([core.crossings, core.pending], [4, 1]);
    assertEquals([core.horizon(columns), core.crossings, core.pending], [2_000, 5, 1]);
    assertEquals(core.read(out, 8), 1);
    assertEquals([core.crossings, core.pending], [6, 0]);
    core.dispose();
    core.dispose();
    assertEquals(core.crossings, 7);
  });
});

testRust("NativeCore passes no more records than a buffer holds", {}, () => {
  withCore((core) => {
    const record = new Float64Array(RECORD_LANES);
    for (const count of [2, NaN, Infinity]) assertThrows(() => core.apply(record, count), RangeError);
    assertThrows(() => core.applyAndRead(record, 1, record, 2), RangeError);
    assertThrows(() => core.read(record.subarray(1), 1), RangeError);
    // The runtime refuses these itself.
    for (const count of [-1, 0.5]) assertThrows(() => core.apply(record, count), TypeError);
    // A buffer that was given away has no length any more.
    structuredClone(record.buffer, { transfer: [record.buffer] });
    assertThrows(() => core.apply(record, 1), RangeError);
    core.apply(record, 0);
  });
});

testRust("NativeCore takes views into larger and into shared memory", {}, () => {
  withCore((core) => {
    const shared = new Float64Array(new SharedArrayBuffer(20 * 8)).subarray(3, 19);
    shared.set(trialColumns());
    assertEquals(core.load(shared, Uint32Array.of(2), Uint32Array.of(0)).status, BOUNDARY_OK);
    const marks = new Float64Array(8);
    assertEquals(core.advance(shared, Infinity, marks.subarray(2, 6), 0), 2);
    assertEquals([...marks], [0, 0, 10_000, 10_000, 10_000, 10_000, 0, 0]);
  });
});

testRust("NativeCore.load() says where columns are refused", {}, () => {
  withCore((core) => {
    const columns = trialColumns();
    columns[9] = 0.5;
    const load = core.load(columns, Uint32Array.of(2), Uint32Array.of(0));
    assertEquals(load, {
      status: BOUNDARY_BAD_COLUMNS,
      reason: REASON_OFF_GRID,
      instrument: 0,
      row: 1,
      hash_low: 0,
      hash_high: 0,
    });
  });
});

testRust("NativeCore.snapshot() grows its buffer, and restore() gives the same bytes back", {}, () => {
  withCore((core) => {
    const placements = new Float64Array(1_000 * RECORD_LANES), words = new Uint32Array(placements.buffer);
    for (let order = 0; order < 1_000; order++) {
      placements.set(trialOrder(), order * RECORD_LANES);
      words[order * 2 * RECORD_LANES + LANE_ORDER_ID] = order + 1;
    }
    core.load(trialColumns(), Uint32Array.of(2), Uint32Array.of(0));
    core.advance(trialColumns(), 1_000, new Float64Array(4), 0);
    core.apply(placements, 1_000);
    const bytes = core.snapshot();
    assert(bytes.length > 100_000);
    withCore((other) => {
      assertEquals(other.restore(bytes), BOUNDARY_OK);
      assertEquals(other.snapshot(), bytes);
      bytes[bytes.length - 1]! ^= 1;
      assertEquals(other.restore(bytes), BOUNDARY_BAD_SNAPSHOT);
      bytes[bytes.length - 1]! ^= 1;
      assertEquals(other.snapshot(), bytes);
    });
    const richer = trialConfiguration();
    richer[CONFIG_CASH_INITIAL] = 20_000;
    const other = new NativeCore(symbols(), richer);
    assertEquals(other.restore(bytes), BOUNDARY_SNAPSHOT_CONFIGURATION);
    other.dispose();
  });
});

testRust("NativeCore.restore() drops outputs that wait, and wants columns anew", {}, () => {
  withCore((core) => {
    const columns = trialColumns(), marks = new Float64Array(4);
    core.load(columns, Uint32Array.of(2), Uint32Array.of(0));
    core.advance(columns, 1_000, marks, 0);
    const snapshot = core.snapshot();
    core.apply(repeatedOrder(), 3);
    assertEquals(core.pending, 2);
    assertEquals(core.restore(snapshot), BOUNDARY_OK);
    assertEquals([core.pending, core.read(new Float64Array(RECORD_LANES), 1)], [0, 0]);
    // The library refuses them; the engine inside would fail.
    assertCode(() => core.advance(columns, Infinity, marks, 0), "BOUNDARY");
    assertEquals(core.load(columns, Uint32Array.of(2), Uint32Array.of(0)).status, BOUNDARY_OK);
    assertEquals(core.advance(columns, Infinity, marks, 0), 1);
  });
});

testRust("NativeCore takes marks that lie next to the columns, and marks that are full", {}, () => {
  withCore((core) => {
    const memory = new Float64Array(24), columns = memory.subarray(4, 20);
    columns.set(trialColumns());
    core.load(columns, Uint32Array.of(2), Uint32Array.of(0));
    assertEquals(core.advance(columns, 1_000, memory.subarray(0, 4), 0), 1);
    assertEquals(core.advance(columns, 2_000, memory.subarray(20), 1), 1);
    assertEquals([...memory.subarray(0, 4), ...memory.subarray(20)], [10_000, 0, 10_000, 0, 0, 10_000, 0, 10_000]);
    const buffer = new DriveBuffer(1, 1);
    buffer.ask(Infinity, 4, 2, 0);
    core.drive(columns, memory.subarray(0, 4), buffer);
    assertEquals([buffer.steps, buffer.outputs_count, buffer.horizon_us], [0, 0, Infinity]);
  });
});

testRust("NativeCore drives with the buffers that it is given, whatever came before and wherever they lie", {}, () => {
  withCore((core) => {
    const columns = trialColumns(), marks = new Float64Array(4), buffer = new DriveBuffer(4, 1);
    core.load(columns, Uint32Array.of(2), Uint32Array.of(0));
    const drive = (until_us: number, to: Float64Array, row: number): void => {
      buffer.ask(until_us, to.length, row, 0);
      core.drive(columns, to, buffer);
    };
    drive(-Infinity, marks, 0);
    // Small arrays lie among the objects that the collector moves.
    for (let round = 0; round < 200; round++) new Array(100_000).fill(round);
    drive(1_000, marks, 0);
    assertEquals([[...marks], buffer.steps], [[10_000, 0, 10_000, 0], 1]);
    // Another array for the marks, and a drive buffer with more room, whose lanes are other ones.
    const before = buffer.lanes, others = new Float64Array(4);
    buffer.grow();
    drive(2_000, others, 1);
    assertEquals([[...marks], [...others], buffer.steps], [[10_000, 0, 10_000, 0], [0, 10_000, 0, 10_000], 1]);
    assert(before !== buffer.lanes);
    // Lanes that went to another place have no length, so that nothing is read or written where they were.
    buffer.lanes.buffer.transfer();
    assertCode(() => drive(3_000, others, 1), "BOUNDARY");
  });
});

testRust("NativeCore throws for a configuration that the library refuses", {}, () => {
  const config = trialConfiguration();
  config[CONFIG_INSTRUMENTS + INSTRUMENT_TICK] = -1;
  const error = assertCode(() => new NativeCore(symbols(), config), "BAD_CONFIGURATION");
  assert(error.message.includes(`lane ${CONFIG_INSTRUMENTS + INSTRUMENT_TICK}`), error.message);
});

testRust("NativeCore throws from every method once it was disposed of, without a crossing", {}, () => {
  withCore((core) => {
    core.dispose();
    const crossings = core.crossings;
    for (const call of calls(core)) assertCode(call, "DISPOSED");
    assertEquals(core.crossings, crossings);
  });
});

testRust("NativeCore tells a failure inside and refuses every call after it, without a crossing", {}, () => {
  withCore((core) => {
    const columns = trialColumns();
    core.load(columns, Uint32Array.of(2), Uint32Array.of(0));
    core.apply(openStep(), 1);
    const error = assertCode(() => core.advance(columns, Infinity, new Float64Array(4), 0), "PANIC");
    assert(error.message.includes("while a step is open"), error.message);
    const crossings = core.crossings;
    for (const call of calls(core)) {
      assert(assertCode(call, "POISONED").message.includes("while a step is open"));
    }
    assertEquals(core.crossings, crossings);
  });
});

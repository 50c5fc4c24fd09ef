import { assert, assertEquals, assertNotStrictEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { repeatedOrder } from "../../../tests/repeated_order.ts";
import {
  BOUNDARY_BAD_COLUMNS,
  BOUNDARY_BAD_COUNT,
  BOUNDARY_BAD_SNAPSHOT,
  BOUNDARY_OK,
  CONFIG_INSTRUMENTS,
  EVENT_BAR,
  INSTRUMENT_TICK,
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_TIME_US,
  REASON_OFF_GRID,
  RECORD_LANES,
} from "../../contract/contract.gen.ts";
import { DriveBuffer } from "../../core/drive_buffer.ts";
import { EngineError, type EngineErrorCode } from "../engine_error.ts";
import type { MovableLanes } from "../movable_lanes.ts";
import { trialColumns, trialConfiguration, trialOrder, trialProblems } from "../native/trial.ts";
import { SealedColumns } from "../sealed_columns.ts";
import { TypeScriptCore } from "../typescript/typescript_core.ts";
import { moduleBytes } from "./module_bytes.ts";
import { compiledModule, shippedModule } from "./shipped_module.ts";
import { openWasm } from "./wasm_backend.ts";
import { WasmCore } from "./wasm_core.ts";
import { BUFFER_BYTES_MAX } from "./wasm_room.ts";

const COUNTS = Uint32Array.of(2),
  BASES = Uint32Array.of(0),
  NO_BASES = new Uint32Array(0),
  NO_LANES = new Float64Array(0);
/** Orders whose state is larger than the memory of a new instance. */
const ORDERS = 20_000;

function module(): WebAssembly.Module {
  const compiled = compiledModule();
  assert(compiled.found);
  return compiled.module;
}

/** The module anew: its first engine has no instance of before, whose memory may be large already. */
function newModule(): WebAssembly.Module {
  return new WebAssembly.Module(moduleBytes(shippedModule()));
}

function withCore(act: (core: WasmCore) => void, sealed?: SealedColumns, of: WebAssembly.Module = module()): void {
  const core = new WasmCore(of, trialConfiguration(), sealed);
  try {
    act(core);
  } finally {
    core.dispose();
  }
}

function assertCode(fn: () => unknown, code: EngineErrorCode): EngineError {
  const error = assertThrows(fn, EngineError);
  assertEquals(error.code, code);
  return error;
}

/** Marks that an engine may move. */
class TestMarks implements MovableLanes {
  content: Float64Array<ArrayBuffer> | undefined;
  readonly length: number;

  constructor(length: number) {
    this.length = length;
  }

  moveTo(lanes: Float64Array<ArrayBuffer>): void {
    this.content = lanes;
  }
}

/** A bar that opens a step and leaves it open. */
function openStep(): Float64Array {
  const floats = new Float64Array(RECORD_LANES);
  new Uint32Array(floats.buffer)[LANE_KIND] = EVENT_BAR;
  floats[LANE_TIME_US] = 1_000;
  floats.fill(100, 1, 5);
  return floats;
}

/** Market orders with numbers from one on. */
function orders(count: number): Float64Array {
  const placements = new Float64Array(count * RECORD_LANES), words = new Uint32Array(placements.buffer);
  for (let order = 0; order < count; order++) {
    placements.set(trialOrder(), order * RECORD_LANES);
    words[order * 2 * RECORD_LANES + LANE_ORDER_ID] = order + 1;
  }
  return placements;
}

/** Every method that needs a living core, called with good arguments. */
function calls(core: WasmCore): readonly (() => unknown)[] {
  const record = new Float64Array(RECORD_LANES), columns = trialColumns();
  return [
    () => core.adopt(new DriveBuffer(1, 1)),
    () => core.applyAndRead(record, 1, record, 1),
    () => core.read(record, 1),
    () => core.load(columns, COUNTS, BASES),
    () => core.advance(columns, Infinity, new Float64Array(4), 0),
    () => core.horizon(columns),
    () => core.drive(columns, new Float64Array(4), new DriveBuffer(1, 1)),
    () => core.status(new Float64Array(64)),
    () => core.snapshot(),
    () => core.restore(new Uint8Array(8)),
  ];
}

Deno.test("the trial of a library comes out right on the module", () => {
  assertEquals(trialProblems((config) => new WasmCore(module(), config)), []);
});

Deno.test("WasmCore counts its crossings, each call one", () => {
  withCore((core) => {
    const columns = trialColumns(), marks = new Float64Array(4), out = new Float64Array(8 * RECORD_LANES);
    core.load(columns, COUNTS, BASES);
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

Deno.test("WasmCore passes no more records than a buffer holds", () => {
  withCore((core) => {
    const record = new Float64Array(RECORD_LANES);
    for (const count of [2, NaN, Infinity]) {
      assertThrows(() => core.applyAndRead(record, count, NO_LANES, 0), RangeError);
    }
    assertThrows(() => core.applyAndRead(record, 1, record, 2), RangeError);
    assertThrows(() => core.read(record.subarray(1), 1), RangeError);
  });
});

Deno.test("WasmCore takes views into larger and into shared memory", () => {
  withCore((core) => {
    const shared = new Float64Array(new SharedArrayBuffer(20 * 8)).subarray(3, 19);
    shared.set(trialColumns());
    assertEquals(core.load(shared, COUNTS, BASES).status, BOUNDARY_OK);
    const marks = new Float64Array(8);
    assertEquals(core.advance(shared, Infinity, marks.subarray(2, 6), 0), 2);
    assertEquals([...marks], [0, 0, 10_000, 10_000, 10_000, 10_000, 0, 0]);
  });
});

Deno.test("WasmCore.load() says where columns are refused, and which counts do not fit", () => {
  withCore((core) => {
    const columns = trialColumns();
    columns[9] = 0.5;
    const nothing = { reason: 0, instrument: 0, row: 0, hash_low: 0, hash_high: 0 };
    const refusal = { ...nothing, status: BOUNDARY_BAD_COLUMNS, reason: REASON_OFF_GRID, row: 1 };
    assertEquals(core.load(columns, COUNTS, BASES), refusal);
    // Columns that are not sealed are copied anew by each load.
    columns[9] = 140;
    assertEquals(core.load(columns, COUNTS, BASES).status, BOUNDARY_OK);
    for (const bases of [NO_BASES, Uint32Array.of(0, 0)]) {
      assertEquals(core.load(columns, COUNTS, bases), { ...nothing, status: BOUNDARY_BAD_COUNT });
    }
  });
});

Deno.test("a buffer that an engine keeps crosses where it lies, also after the memory has grown", () => {
  const columns = trialColumns(), reference = new TypeScriptCore(trialConfiguration()), marks = new Float64Array(4);
  const expected = new DriveBuffer(4, ORDERS);
  withCore(
    (core) => {
      const kept = new TestMarks(4), buffer = new DriveBuffer(4, ORDERS);
      core.adopt(kept);
      core.adopt(buffer);
      assertEquals([...kept.content!], [0, 0, 0, 0]);
      const before = buffer.lanes;
      for (const used of [reference, core]) used.load(columns, COUNTS, BASES);
      for (
        const [used, turn, rows] of [[reference, expected, () => marks], [core, buffer, () => kept.content!]] as const
      ) {
        turn.ask(1_000, 4, 0, ORDERS);
        turn.events.set(orders(ORDERS));
        used.drive(columns, rows(), turn);
      }
      assertNotStrictEquals(buffer.lanes, before, "the memory has not grown");
      assertEquals(before.length, 0);
      assertEquals([buffer.lanes, kept.content!], [expected.lanes, marks]);
      for (const [used, turn, rows] of [[reference, expected, marks], [core, buffer, kept.content!]] as const) {
        turn.ask(2_000, 4, 1, 0);
        used.drive(columns, rows, turn);
      }
      assertEquals([buffer.lanes, kept.content!], [expected.lanes, marks]);
      core.dispose();
      // Who still reads them finds what the engine wrote.
      assertEquals([buffer.lanes, kept.content!], [expected.lanes, marks]);
    },
    undefined,
    newModule(),
  );
});

Deno.test("a drive buffer that grew elsewhere moves in again, and two engines may share one", () => {
  const columns = trialColumns(), buffer = new DriveBuffer(2, 1), marks = new Float64Array(4);
  withCore((one) =>
    withCore((other) => {
      for (const core of [one, other]) core.load(columns, COUNTS, BASES);
      for (const core of [one, other]) {
        buffer.grow();
        buffer.events.set(repeatedOrder().subarray(0, 2 * RECORD_LANES));
        buffer.ask(1_000, 4, 0, 2);
        core.drive(columns, marks, buffer);
        assertEquals([buffer.steps, buffer.outputs_count, buffer.pending], [1, 1, 0]);
      }
      assertEquals(one.snapshot(), other.snapshot());
    })
  );
});

Deno.test("marks that an engine keeps are written, also in the call whose drive buffer makes the memory grow", () => {
  const columns = trialColumns(), kept = new TestMarks(4), buffer = new DriveBuffer(1, 1);
  withCore(
    (core) => {
      core.load(columns, COUNTS, BASES);
      core.adopt(kept);
      core.adopt(buffer);
      const before = kept.content!;
      while (buffer.events.length < 2 ** 18) buffer.grow();
      buffer.ask(Infinity, 4, 0, 0);
      core.drive(columns, before, buffer);
      assertEquals([before.length, buffer.steps, [...kept.content!]], [0, 2, [10_000, 10_000, 10_000, 10_000]]);
      // The same in the call that gets other columns.
      const other = new TestMarks(4), many = new Float64Array(2 ** 19);
      core.adopt(other);
      assertThrows(() => core.advance(many, Infinity, other.content!, 0), EngineError, "status");
    },
    undefined,
    newModule(),
  );
});

Deno.test("columns that are sealed are copied once, and an engine finds them where the last one left them", () => {
  const columns = trialColumns(), sealed = new SealedColumns(columns, COUNTS), marks = new Float64Array(4);
  withCore((core) => assertEquals(core.load(columns, COUNTS, BASES).status, BOUNDARY_OK), sealed);
  // Nobody may do this: it shows that the values are not read again.
  columns.fill(NaN);
  withCore((core) => {
    assertEquals(core.load(columns, COUNTS, BASES).status, BOUNDARY_OK);
    assertEquals(core.advance(columns, Infinity, marks, 0), 2);
    // The other instance is taken, so these are copied.
    withCore((other) => assertEquals(other.load(columns, COUNTS, BASES).status, BOUNDARY_BAD_COLUMNS), sealed);
  }, sealed);
});

Deno.test("WasmCore.snapshot() takes the room that it needs, and restore() gives the same bytes back", () => {
  withCore((core) => {
    core.load(trialColumns(), COUNTS, BASES);
    core.advance(trialColumns(), 1_000, new Float64Array(4), 0);
    core.applyAndRead(orders(ORDERS), ORDERS, NO_LANES, 0);
    const bytes = core.snapshot();
    assert(bytes.length > 1_000_000);
    withCore((other) => {
      assertEquals(other.restore(bytes), BOUNDARY_OK);
      assertEquals(other.snapshot(), bytes);
      bytes[bytes.length - 1]! ^= 1;
      assertEquals(other.restore(bytes), BOUNDARY_BAD_SNAPSHOT);
      assertEquals(other.restore(bytes.subarray(0, 7)), BOUNDARY_BAD_COUNT);
    });
  });
});

Deno.test("WasmCore throws for a configuration that the module refuses", () => {
  const config = trialConfiguration();
  config[CONFIG_INSTRUMENTS + INSTRUMENT_TICK] = -1;
  const error = assertCode(() => new WasmCore(module(), config), "BAD_CONFIGURATION");
  assertStringIncludes(error.message, `lane ${CONFIG_INSTRUMENTS + INSTRUMENT_TICK}`);
});

Deno.test("WasmCore throws from every method once it was disposed of, without a crossing", () => {
  withCore((core) => {
    core.dispose();
    const { crossings } = core;
    for (const call of calls(core)) assertCode(call, "DISPOSED");
    assertEquals(core.crossings, crossings);
  });
});

Deno.test(
  "a trap ends its engine alone, with the message of the panic, and the instance is not called again",
  () => {
    withCore((healthy) =>
      withCore((core) => {
        const columns = trialColumns();
        core.load(columns, COUNTS, BASES);
        core.applyAndRead(openStep(), 1, NO_LANES, 0);
        const error = assertCode(() => core.advance(columns, Infinity, new Float64Array(4), 0), "PANIC");
        assertStringIncludes(error.message, "while a step is open");
        assertStringIncludes(error.message, "engine/src/");
        const { crossings } = core;
        for (const call of calls(core)) {
          assertStringIncludes(assertCode(call, "POISONED").message, "while a step is open");
        }
        core.dispose();
        assertEquals(core.crossings, crossings);
        assertEquals(healthy.load(columns, COUNTS, BASES).status, BOUNDARY_OK);
      })
    );
    withCore((next) => assertEquals(next.load(trialColumns(), COUNTS, BASES).status, BOUNDARY_OK));
  },
);

Deno.test("columns past the memory of 32 bits are told by name, before and after an engine is made", () => {
  // Nobody writes to it, so it takes no memory.
  const large = new Float64Array(BUFFER_BYTES_MAX / 8 + 2);
  const problem = openWasm({ sealed: new SealedColumns(large, COUNTS) });
  assert(!problem.found);
  assertEquals(problem.code, "WASM_MEMORY");
  assertStringIncludes(problem.message, `the columns have ${large.byteLength} bytes`);
  withCore((core) => {
    const error = assertCode(() => core.load(large, COUNTS, BASES), "WASM_MEMORY");
    assertStringIncludes(error.message, 'use engineBackend "rust" or "typescript"');
    assertEquals(core.load(trialColumns(), COUNTS, BASES).status, BOUNDARY_OK);
  });
});

Deno.test("a thousand engines may live at once, and ones that nobody disposes of do no harm", () => {
  const cores = Array.from({ length: 1_000 }, () => new WasmCore(module(), trialConfiguration()));
  for (const [at, core] of cores.entries()) {
    assertEquals(core.load(trialColumns(), COUNTS, BASES).status, BOUNDARY_OK);
    if (at % 2 === 0) core.dispose();
  }
});

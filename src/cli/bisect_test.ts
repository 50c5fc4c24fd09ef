import { assert, assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";
import { MemorySink, recordEvents, RunLog } from "../replay/mod.ts";
import { trialConfiguration, trialOrder } from "../engine/native/trial.ts";
import { EVENT_BAR, EVENT_STEP, LANE_KIND, LANE_TIME_US, RECORD_LANES } from "../contract/contract.gen.ts";
import { BAR_CLOSE, BAR_HIGH, BAR_LOW, BAR_OPEN, PLACE_QUANTITY } from "../contract/contract.gen.ts";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
import { enginesUnderTest } from "../../tests/engines.ts";
import type { CommandEntry } from "./command.ts";
import { dispatch } from "./dispatch.ts";

/** A log of two bars and an order between them, for so many lots. */
function log(lots: number): Uint8Array {
  const events = new Float64Array(5 * RECORD_LANES), words = new Uint32Array(events.buffer);
  [[0, 1_000], [3, 2_000]].forEach(([at, timeUs]) => {
    const lane = at! * RECORD_LANES;
    for (const record of [at!, at! + 1]) events[record * RECORD_LANES + LANE_TIME_US] = timeUs!;
    for (const price of [BAR_OPEN, BAR_HIGH, BAR_LOW, BAR_CLOSE]) events[lane + price] = 100;
    words[lane * 2 + LANE_KIND] = EVENT_BAR;
    words[(lane + RECORD_LANES) * 2 + LANE_KIND] = EVENT_STEP;
  });
  events.set(trialOrder(), 2 * RECORD_LANES);
  events[2 * RECORD_LANES + PLACE_QUANTITY] = lots;
  const sink = new MemorySink();
  recordEvents(trialConfiguration(), events, sink, { engineBackend: "typescript" });
  return sink.bytes();
}

const ENTRY: CommandEntry = { name: "bisect", summary: "", load: () => import("./bisect.ts") };

/** Runs the command line; returns the exit code and what it said. */
async function bisect(...args: string[]): Promise<[code: number, answer: string, errors: string]> {
  const terminal = new MemoryTerminal(), code = await dispatch(["bisect", ...args], [ENTRY], terminal);
  return [code, terminal.answer.join("\n"), terminal.remarks.join("\n")];
}

Deno.test("bisect finds the first event after which two logs differ, and shows it as text or JSON", async () => {
  const folder = Deno.makeTempDirSync(), one = `${folder}/one.log`, other = `${folder}/other.log`;
  try {
    Deno.writeFileSync(one, log(5));
    Deno.writeFileSync(other, log(6));
    const [code, text] = await bisect(one, other);
    assertEquals(code, 1);
    assert(text.includes("event 3") && text.includes("quantity"), text);
    const [again, json] = await bisect(one, other, "--json", "--every", "1"), found = JSON.parse(json);
    assertEquals([again, found.equal, found.sequence], [1, false, 3]);
    assertEquals((await bisect(one, one)).slice(0, 1), [0]);
    if (enginesUnderTest().includes("rust")) {
      assertEquals((await bisect(one))[0], 0);
      assertEquals(JSON.parse((await bisect(one, "--json"))[1]), { equal: true });
    }
    const [wrong, , error] = await bisect(one, "--engine", "typescript", "--other-engine", "typescript");
    assertEquals(wrong, 2);
    assert(error.includes("with itself"), error);
    Deno.writeFileSync(other, log(6).slice(0, 100));
    const [cut, , message] = await bisect(one, other);
    assertEquals(cut, 2);
    assert(message.includes(`Cannot use ${other}`), message);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("the logs of two runs are told apart in prices, sizes and money, with the names of the instruments", async () => {
  const feed = await ct.csv(new URL("../../fixtures/prices/aapl.csv", import.meta.url));
  const folder = Deno.makeTempDirSync();
  try {
    const paths = [25.5, 24.25].map((below) => {
      class Bids extends ct.Strategy {
        override next(): void {
          if (this.data.length === 3) this.buy({ size: 4, limit: Math.round(this.data.close.now * 100) / 100 - below });
        }
      }
      const sink = new MemorySink(), path = `${folder}/${below}.log`;
      ct.backtest(Bids, feed, { engineBackend: "typescript", replayLog: new RunLog(sink) });
      Deno.writeFileSync(path, sink.bytes());
      return path;
    });
    const [code, text] = await bisect(...paths);
    assertEquals(code, 1);
    const limits = [feed.columns.close[2]!, feed.columns.close[2]!].map((close, at) =>
      Math.round((Math.round(close * 100) / 100 - [25.5, 24.25][at]!) * 100) / 100
    );
    assert(
      new RegExp(`^event of .*25.5.*: PLACE time_us=\\d+ \\(2013-.*\\) instrument=0 \\(aapl\\)`, "m").test(text),
      text,
    );
    for (const limit of limits) assert(text.includes(`(${limit})`), `${limit}: ${text}`);
    const row = text.split("\n").find((line) => line.startsWith("orders[1].limit"));
    assert(row !== undefined && /^orders\[1\]\.limit \(aapl\) .*\(\d+\.\d+\) .*\(\d+\.\d+\)$/.test(row), text);
    const { sides, state } = JSON.parse((await bisect(...paths, "--json"))[1]);
    assertEquals(
      sides.map(({ display }: { display: { event: unknown } }) => display.event),
      limits.map((limit) => ({
        instrument: "aapl",
        time_us: sides[0].display.event.time_us,
        quantity: 4,
        limit,
      })),
    );
    const found = state.find(({ path }: { path: string }) => path === "orders[1].limit");
    assertEquals(found.display, { instrument: "aapl", first: limits[0], second: limits[1] });
    assertEquals(typeof found.first, "number");
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

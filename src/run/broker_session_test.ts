import { assertEquals } from "@std/assert";
import { OUT_TIME_US } from "../contract/contract.gen.ts";
import { bars } from "../feeds/read_columns.ts";
import { Strategy } from "../strategy/strategy.ts";
import { prepareRun } from "./prepare.ts";

const column = [1, 2, 3];
const feed = bars(
  { time: ["2024-01-01", "2024-01-02", "2024-01-03"], open: column, high: column, low: column, close: column },
  { timeframe: "1d", stamp: "close" },
);
class Idle extends Strategy {}
const times = feed.columns.timeUs;

Deno.test("a session brings its engine through a step, hands intents over, and says when something could be next", () => {
  const { session, engine } = prepareRun(Idle, feed, { engineBackend: "typescript" });
  using _engine = engine;
  assertEquals([session.drive(0, times[0]!, times[0]!), session.committed, session.horizonUs], [0, 1, Infinity]);
  session.intents.cancel(times[0]!, 0, 7);
  assertEquals([session.drive(0, times[0]!, times[0]!), session.intents.count, session.committed], [1, 0, 1]);
  assertEquals(session.more(), 0);
});

Deno.test("intents that waited are applied between their own step and the next one, whether theirs is finished or not", () => {
  for (const isFinished of [false, true]) {
    const { session, engine } = prepareRun(Idle, feed, { engineBackend: "typescript" });
    using _engine = engine;
    if (isFinished) session.drive(0, times[0]!, times[0]!);
    session.intents.cancel(times[0]!, 0, 7);
    assertEquals([session.drive(1, times[1]!, times[0]!), session.intents.count, session.committed], [1, 0, 2]);
    assertEquals(session.notices[OUT_TIME_US], times[0]);
  }
});

Deno.test("a session that is resumed goes on behind the step, with a horizon that is early", () => {
  const first = prepareRun(Idle, feed, { engineBackend: "typescript" });
  const other = prepareRun(Idle, feed, { engineBackend: "typescript" });
  using _first = first.engine, _other = other.engine;
  first.session.drive(1, times[1]!, times[1]!);
  other.session.resume(first.session.snapshot(), 1);
  assertEquals([other.session.committed, other.session.horizonUs], [2, -Infinity]);
  for (const { session } of [first, other]) session.drive(2, times[2]!, times[2]!);
  assertEquals(other.session.finish(), first.session.finish());
});

/**
 * The run on paper that {@linkcode crashSession} kills: it trades on the bars of a fake venue in another process, and ends
 * with its outcome on standard output when the last of them has come.
 *
 * Arguments: address of the venue, folder of the journal, engine, speed of the clock, time of the last bar, limit of
 * the journal's files in MiB.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { fakeVenueAt } from "../src/fake_venue/mod.ts";
import { runningClock, type VenueClock } from "../src/venue/venue_clock.ts";

const [address, journal, engine, speed, lastUs, rotateMiB] = Deno.args as [
  ...[string, string, ct.EngineName],
  ...[string, string, string],
];

/** Sleeps at each bar, so that many kills come in the middle of a turn. */
class Sleepy extends ct.Strategy.with({ period: 5 }) {
  average = ct.sma(this.data.close, this.params.period);

  override next(): void {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3);
    const { now } = this.data.close, { size } = this.position;
    if (size === 0 && now > this.average.now) this.buy({ fraction: 0.4, stopLoss: now * 0.999, tag: "up" });
    else if (size === 0) this.buy({ size: 0.05, limit: now * 0.9995, tag: "dip" });
    else if (now < this.average.now) this.close();
  }
}

/** Returns the venue's clock by the quickest of some questions, as a slow answer is far behind at this speed. */
async function venueClock(): Promise<VenueClock> {
  let bestMs = Infinity, clock: VenueClock | undefined;
  for (let question = 0; question < 8; question++) {
    const beganMs = performance.now(), answer = await fetch(`http://${address}/api/v3/time`);
    const { serverTime } = await answer.json() as { readonly serverTime: number };
    const tookMs = performance.now() - beganMs;
    if (tookMs >= bestMs) continue;
    bestMs = tookMs;
    clock = runningClock((serverTime + tookMs / 2 * Number(speed)) * 1000, Number(speed));
  }
  return clock!;
}

const clock = await venueClock();
await using session = ct.exchange(fakeVenueAt(address, clock), { clock });
const feed = session.feed({ symbol: "BTC/USDT", warmUp: 10 }),
  broker = session.broker({ cash: 20_000, commission: 0.001 });
const run = await session.run(Sleepy, feed, { journal, broker, engineBackend: engine, rotateMiB: Number(rotateMiB) });
while (run.status.phase !== "failed" && (run.status.feeds[0]!.lastBarUs ?? 0) < Number(lastUs)) {
  const { phase, feeds } = run.status;
  if (phase === "running" && feeds[0]!.bars === 0 && clock.nowUs() > Number(lastUs)) {
    throw new Error(
      "Cannot go on: the run began behind the last bar of the venue, as the machine is slow for this speed",
    );
  }
  await new Promise((resolve) => setTimeout(resolve, 10));
}
const result = await run.stop();
console.log(JSON.stringify({ chain: result.chain, fills: result.fills.length, bars: run.status.feeds[0]!.bars }));

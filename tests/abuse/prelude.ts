/**
 * The text that every program of an abuse begins with: bars, logs and checkpoints to abuse, and values that have no
 * literal.
 *
 * @module
 */

import { OWN_MESSAGE } from "./nasty_values.ts";

/** Message of a getter that was read twice; an API that reads an option twice can see two values. */
export const READ_TWICE = "a value of the caller was read a second time";

/** The program text. It needs `ct`, `replay`, `laws` and `engine`. */
export const PRELUDE = `
const memory = new Map();
const kept = (name, make) => { if (!memory.has(name)) memory.set(name, make()); return memory.get(name); };
const columns = (length = 12) => {
  const at = Array.from({ length }, (_, row) => row);
  const price = (row) => 100 + (row * 37 % 23) / 2;
  return {
    time: at.map((row) => new Date(Date.UTC(2024, 0, 2 + row))),
    open: at.map(price),
    high: at.map((row) => Math.max(price(row), price(row + 1)) + 1),
    low: at.map((row) => Math.min(price(row), price(row + 1)) - 1),
    close: at.map((row) => price(row + 1)),
    volume: at.map((row) => 1000 + row),
  };
};
const feed = (length = 12, name = "bars") =>
  kept("feed " + length + name, () => ct.bars(columns(length), { name, timeframe: "1d", stamp: "close" }));
const bytes = (text) => new TextEncoder().encode(text);
const lines = (length = 12) => {
  const { time, open, high, low, close, volume } = columns(length);
  const rows = time.map((day, row) =>
    [day.toISOString().slice(0, 10), open[row], high[row], low[row], close[row], volume[row]].join(","));
  return ["Date,Open,High,Low,Close,Volume", ...rows, ""].join("\\n");
};
class Trader extends ct.Strategy.with({ period: 3 }) {
  average = ct.sma(this.data.close, this.params.period);
  placed = [];
  next() {
    if (this.data.length % 3 === 0) this.placed.push(this.buy({ size: 2, stopLoss: 90 }));
    else if (this.data.length % 5 === 0) this.close();
  }
}
const checkpoint = () => kept("checkpoint", () => {
  let last;
  ct.backtest(Trader, feed(), { engineBackend: engine, checkpoint: { every: 5, save: (bytes) => last = bytes.slice() } });
  return last;
});
const log = () => kept("log", () => {
  const sink = new replay.MemorySink();
  ct.backtest(Trader, feed(), { engineBackend: engine, replayLog: new replay.RunLog(sink) });
  return sink.bytes();
});
const jsonLines = () => kept("lines", () => [...replay.exportJsonLines(log())]);
const finished = () => kept("finished", () => ct.backtest(Trader, feed(), { engineBackend: engine }));
const flipped = (bytes, at, bit) => { const copy = bytes.slice(); copy[at % copy.length] ^= 1 << bit; return copy; };
const cut = (bytes, length) => bytes.slice(0, length % bytes.length);
const joined = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));
const revoked = () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; };
const detached = () => { const array = new Uint8Array(8); structuredClone(array.buffer, { transfer: [array.buffer] }); return array; };
const circle = () => { const self = {}; self.self = self; return self; };
const deep = () => { let value = []; for (let level = 0; level < 20000; level++) value = [value]; return value; };
const read = new WeakMap();
const once = (object, name, value) => {
  const names = read.get(object) ?? read.set(object, new Set()).get(object);
  if (names.has(name)) throw new Error("${READ_TWICE}: " + name);
  names.add(name);
  return value;
};
const own = () => { throw new Error("${OWN_MESSAGE}"); };
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const calls = [];
const act = (at, caught, make) => {
  const told = { at };
  calls.push(told);
  try { return told.returned = make(); } catch (error) { told.error = error; if (!caught) throw error; }
};
const resumed = (strategy, options) => {
  const saved = [];
  const whole = ct.backtest(strategy, feed(), { ...options, checkpoint: { every: 4, save: (bytes) => saved.push(bytes.slice()) } });
  for (const resume of saved) {
    const again = ct.backtest(strategy, feed(), { ...options, resume });
    if (again.chain !== whole.chain || again.summary() !== whole.summary()) throw new Error("a resumed run differs");
  }
  return whole;
};
const waiting = [];
const later = (make) => waiting.push(make);
`;

import { assert, assertEquals } from "@std/assert";
import Ajv2020 from "npm:ajv@8.17.1/dist/2020.js";
import * as ct from "../../mod.ts";
import { pathOf, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { enginesUnderTest } from "../../tests/engines.ts";
import { goldenRun } from "../golden/golden_run.ts";
import { RESULT_SCHEMA } from "./result_schema.ts";
import { ASKED_NAMES } from "./row_columns.ts";

const validate = new Ajv2020.default({ strict: true, allowUnionTypes: true }).compile(RESULT_SCHEMA as object);

/** An order for each option of `buy`, `sell`, `target` and `close`; the type holds that none is left out. */
type OrderOption = keyof ct.OrderOptions | keyof ct.TargetOptions | keyof ct.CloseOptions;

/** What an option is asked for by, and the values of the request that it shows as; none where the row has it elsewhere. */
const ORDERS: Readonly<
  Record<OrderOption, readonly (readonly [order: (own: ct.Strategy) => unknown, ...asked: string[]])[]>
> = {
  size: [[(own) => own.buy({ size: 1 }), "size"], [(own) => own.target({ size: -1 }), "size"]],
  cash: [[(own) => own.buy({ cash: 100 }), "cash"]],
  fraction: [
    [(own) => own.buy({ fraction: 0.1 }), "fraction"],
    [(own) => own.target({ fraction: 0.2 }), "fraction"],
    [(own) => own.buy({ size: ct.sizers.percent(10) })],
  ],
  value: [[(own) => own.target({ value: 300 }), "value"]],
  limit: [[(own) => own.buy({ size: 1, limit: 99 }), "size", "limit"]],
  stop: [
    [(own) => own.sell({ size: 1, stop: 99 }), "size", "stop"],
    [(own) => own.sell({ size: 1, stop: 99, limit: 98 }), "size", "limit", "stop"],
  ],
  touch: [
    [(own) => own.buy({ size: 1, touch: 98 }), "size", "stop"],
    [(own) => own.buy({ size: 1, touch: 98, limit: 98.5 }), "size", "limit", "stop"],
  ],
  trail: [
    [(own) => own.sell({ size: 1, trail: { percent: 2 } }), "size", "percent"],
    [(own) => own.sell({ cash: 200, trail: { amount: 2 }, stop: 97 }), "cash", "amount", "stop"],
  ],
  limitOffset: [
    [(own) => own.sell({ size: 1, trail: { amount: 2 }, limitOffset: 0 }), "size", "amount", "limitOffset"],
    [(own) => own.sell({ fraction: 0.1, trail: { percent: 2 }, limitOffset: 0.5 }), "fraction", "limitOffset"],
  ],
  onOpen: [[(own) => own.buy({ size: 1, onOpen: true }), "size"]],
  onClose: [[(own) => own.buy({ size: 1, onClose: true }), "size"], [(own) => own.close({ onClose: true })]],
  valid: [
    [(own) => own.buy({ size: 1, limit: 90, valid: "day" }), "size", "limit", "valid"],
    [(own) => own.buy({ size: 1, valid: "ioc" }), "size", "valid"],
    [(own) => own.buy({ size: 1, valid: "fok" }), "size", "valid"],
    [(own) => own.buy({ size: 1, limit: 90, valid: { days: 2 } }), "valid"],
    [(own) => own.buy({ size: 1, limit: 90, valid: new Date("2024-01-04") }), "valid"],
  ],
  postOnly: [[(own) => own.buy({ size: 1, limit: 95, postOnly: true }), "size", "limit", "postOnly"]],
  stopLoss: [
    [(own) => own.buy({ size: 1, stopLoss: 90 }), "size", "stop"],
    [(own) => own.buy({ size: 1, stopLoss: { percent: 2 } }), "percent"],
    [(own) => own.buy({ size: 1, stopLoss: { amount: 2 } }), "amount"],
    [(own) => own.buy({ size: 1, stopLoss: { trail: { percent: 2 } } }), "percent"],
    [(own) => own.buy({ size: 1, stopLoss: { trail: { amount: 2 } } }), "amount"],
  ],
  takeProfit: [
    [(own) => own.buy({ size: 1, takeProfit: 120 }), "limit"],
    [(own) => own.buy({ size: 1, takeProfit: { percent: 2 } }), "percent"],
    [(own) => own.buy({ size: 1, takeProfit: { amount: 2 } }), "amount"],
    [(own) => own.buy({ size: 4, takeProfit: [{ price: 103, fraction: 0.5 }, { percent: 9 }] }), "limit", "percent"],
  ],
  oco: [[(own) => own.sell({ size: 1, limit: 120, oco: own.sell({ size: 1, stop: 80 }) }), "limit", "stop"]],
  reduceOnly: [[(own) => own.sell({ size: 1, reduceOnly: true }), "size", "reduceOnly"]],
  tag: [[(own) => own.buy({ size: 1, tag: "=1, a" }), "size"]],
  feed: [[(own) => own.buy({ size: 1, feed: "data" }), "size"]],
};

const close = [100, 101, 102, 103, 101, 99];
const bars = { open: close, high: close, low: close, close };
const feed = ct.bars({ time: close.map((_, day) => `2024-01-0${day + 1}`), ...bars }, { name: "data" });

/** A run that asks for one order, after a position for what reduces one. */
function run(order: (own: ct.Strategy) => unknown, engineBackend: ct.EngineName): ct.Result {
  class Once extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length === 1) this.buy({ size: 2 });
      if (this.data.length === 2) order(this);
    }
  }
  return ct.backtest(Once, feed, { engineBackend, leverage: 2 });
}

for (const [option, orders] of Object.entries(ORDERS)) {
  Deno.test(`a result with the order option ${option} is of the schema, in CSV, and golden, and gives its text when read back`, () => {
    for (const [order, ...asked] of orders) {
      for (const engineBackend of enginesUnderTest()) {
        const result = run(order, engineBackend), text = JSON.stringify(result);
        const given = new Set(result.orders.slice(1).flatMap((row) => Object.keys(row.asked)));
        for (const name of asked) assert(given.has(name), `${name} of ${order}`);
        for (const name of given) assert(ASKED_NAMES.some((known) => known === name), name);
        assert(validate(JSON.parse(text)), JSON.stringify(validate.errors));
        const saved = ct.readResult(text);
        assertEquals(JSON.stringify(saved), text);
        assertEquals(saved.orders, result.orders);
        assertEquals(saved.toCsv("orders"), result.toCsv("orders"));
        assertEquals(ct.readResult(result.export({ lines: true })).orders, result.orders);
        const [header, ...lines] = result.toCsv("orders").trimEnd().split("\n").map((line) => line.split(","));
        for (const name of given) {
          const at = header!.indexOf(`asked${name[0]!.toUpperCase()}${name.slice(1)}`);
          assert(lines.some((cells) => cells[at] !== ""), `the column of ${name}`);
        }
      }
      using folder = temporaryFolder();
      const file = `${pathOf(folder.url)}golden/order.json`, again = () => run(order, "typescript");
      goldenRun(import.meta, "order", again, { file, accept: true });
      assertEquals(goldenRun(import.meta, "order", again, { file }).verdict, "equal");
    }
  });
}

Deno.test("every value that an order is asked for with is asked for by one of these orders", () => {
  const given = new Set(
    Object.values(ORDERS).flat().flatMap(([order]) =>
      run(order, "typescript").orders.flatMap((row) => Object.keys(row.asked))
    ),
  );
  assertEquals([...given].sort(), [...ASKED_NAMES].sort());
});

/**
 * What a page shows of a run: the last of everything, so that the memory is bounded however long the run goes on.
 *
 * @module
 */

import type { FeedData } from "../../feeds/feed_data.ts";
import type { LogCategory, LogEntry, LogLevel } from "../../logs/log_entry.ts";
import type { PreparedBlocks } from "../../run/blocks/prepare_blocks.ts";
import type { HowToStop, RunStatus } from "../session_parts.ts";
import type { PageBar, PageFill, PageMessage, PageNews, PageOrder, PagePoint, PagePosition } from "./page_news.ts";
import { Counter, Recent } from "./recent.ts";

/** Bars of each feed, and turns of the account. */
const BARS_MOST = 240;
/** Fills, and entries of the log. */
const FILLS_MOST = 200, MESSAGES_MOST = 200;
/** Orders that are shown; `status.workingOrders` counts all of them. */
const ORDERS_MOST = 100;

/** Keeps what a page shows. */
export class RunRecord {
  readonly #counter = new Counter();
  readonly #bars: readonly Recent<PageBar>[];
  readonly #points = new Recent<PagePoint>(this.#counter, BARS_MOST);
  readonly #fills = new Recent<PageFill>(this.#counter, FILLS_MOST);
  readonly #messages = new Recent<PageMessage>(this.#counter, MESSAGES_MOST);
  #positions: readonly PagePosition[] = [];
  #orders: readonly PageOrder[] = [];
  /** Number of fills so far. */
  fillsCount = 0;

  /** Makes an empty record of a run over so many feeds. */
  constructor(feeds: number) {
    this.#bars = Array.from({ length: feeds }, () => new Recent<PageBar>(this.#counter, BARS_MOST));
  }

  /** Number of the last item. */
  get last(): number {
    return this.#counter.last;
  }

  /** Number of items that are kept. */
  get length(): number {
    const rest = [this.#points, this.#fills, this.#messages];
    return [...this.#bars, ...rest].reduce((sum, { length }) => sum + length, 0);
  }

  /** Takes the bars of a turn. */
  bars(feeds: readonly FeedData[]): void {
    feeds.forEach(({ columns, length }, feed) => {
      const { timeUs, open, high, low, close, volume } = columns;
      for (let row = Math.max(0, length - BARS_MOST); row < length; row++) {
        this.#bars[feed]!.add([
          ...[feed, timeUs[row]!, open[row]!, high[row]!, low[row]!, close[row]!, volume[row]!] as const,
        ]);
      }
    });
  }

  /** Looks at the account behind a turn or a command. */
  account({ account, specs, journal }: Pick<PreparedBlocks, "account" | "specs" | "journal">, timeUs: number): void {
    this.#positions = account.positions.map(({ size, averagePrice, value, openProfit }, id) => ({
      ...{ feed: specs[id]!.name, size, averagePrice, value, openProfit },
    }));
    this.#orders = journal.orders.working().slice(0, ORDERS_MOST).map((order) => {
      const { id, feed, side, type, size, filled, limit, stop, tag } = order;
      return { id, feed, side, type, size, filled, limit, stop, tag };
    });
    if (timeUs > 0) this.#points.add([timeUs, account.value]);
  }

  /** Looks at the account of a run that has ended: its orders have, and with a flatten its positions too. */
  ended(how: HowToStop | "failed", value: number): void {
    if (how === "keep" || how === "failed") return;
    this.#orders = [];
    if (how === "flatten") this.#positions = [];
    const last = this.#points.behind(0).at(-1);
    if (last !== undefined && last[1] !== value) this.#points.add([last[0], value]);
  }

  /** Returns whether an entry of the log is taken; in a run that is made again from its journal fills alone are. */
  wants(level: LogLevel, category: LogCategory, isMuted: boolean): boolean {
    return category === "execution" || (!isMuted && level !== "DEBUG");
  }

  /** Takes an entry of the log. */
  entry({ timeUs, level, category, message, fields }: LogEntry, isMuted: boolean): void {
    if (!this.wants(level, category, isMuted)) return;
    const { instrument, side, size, price, orderId } = fields;
    if (category === "execution" && typeof price === "number" && typeof size === "number") {
      const feed = String(instrument), order = typeof orderId === "number" ? orderId : 0;
      this.#fills.add({ timeUs, feed, side: side === "sell" ? "sell" : "buy", size, price, order });
      this.fillsCount++;
    }
    if (!isMuted) this.#messages.add({ timeUs, level, category, text: message });
  }

  /** Returns the run as it stands, with the items behind a number. */
  news(status: RunStatus, nowUs: number, behind: number): PageNews {
    return {
      ...{ kind: "news", status, nowUs, positions: this.#positions, orders: this.#orders },
      bars: this.#bars.flatMap((bars) => bars.behind(behind)),
      points: this.#points.behind(behind),
      fills: this.#fills.behind(behind),
      messages: this.#messages.behind(behind),
    };
  }
}

/// <reference lib="dom" />
/**
 * A table of rows that is sorted by the heads of its columns and shown page by page.
 *
 * @module
 */

import { formatFixed } from "../../records/number_format.ts";
import type { TableColumnPlan } from "../payload.ts";
import { element } from "./element.ts";
import { cellText, type TableData, type WallClock } from "./run_data.ts";

const PAGE_ROWS = 25;

/** What a table asks of its page. */
export interface RowsTableHost {
  /** The clock of a feed. */
  readonly clockOf: (feed: string) => WallClock;
  /** Moments of the steps. */
  readonly stepUs: Float64Array;
  /** Decimals of the prices of a feed. */
  readonly decimalsOf: (feed: string) => number;
  /** Shows a row on the chart. */
  readonly pick: (row: number) => void;
}

/** A table of rows. */
export class RowsTable {
  readonly #data: TableData;
  readonly #host: RowsTableHost;
  readonly #columns: readonly TableColumnPlan[];
  readonly #body: HTMLTableSectionElement = element("tbody");
  readonly #heads = new Map<string, HTMLTableCellElement>();
  readonly #pager: HTMLElement = element("div", { class: "pager" });
  readonly #order: Uint32Array;
  #sorted: { key: string; down: boolean } | undefined;
  #page = 0;
  #marked = -1;

  /** Fills a place with the table. */
  constructor(place: HTMLElement, data: TableData, host: RowsTableHost) {
    this.#data = data;
    this.#host = host;
    this.#columns = data.plan.columns.filter(({ hidden }) => hidden !== true);
    this.#order = Uint32Array.from({ length: data.count }, (_, row) => row);
    if (data.count === 0) {
      place.replaceChildren(element("p", { class: "note" }, `There is no row of ${data.plan.label.toLowerCase()}.`));
      return;
    }
    const head = element("tr", {}, ...this.#columns.map((column) => this.#head(column)));
    const caption = element("caption", { class: "hidden" }, data.plan.label);
    place.replaceChildren(element("table", {}, caption, element("thead", {}, head), this.#body));
    place.after(this.#pager);
    this.#body.addEventListener("click", (event) => {
      const row = (event.target as Element).closest<HTMLElement>("tr")?.dataset["row"];
      if (row === undefined) return;
      this.#mark(Number(row));
      this.#host.pick(Number(row));
    });
    this.#show();
  }

  /** Marks a row, and turns to the page that it is on. */
  #mark(row: number): void {
    this.#marked = row;
    this.#page = Math.floor(this.#order.indexOf(row) / PAGE_ROWS);
    this.#show();
  }

  #head(column: TableColumnPlan): HTMLTableCellElement {
    const button = element("button", { type: "button" }, column.label);
    const head = element("th", { scope: "col", class: isLeft(column) ? "l" : "" }, button);
    button.addEventListener("click", () => this.#sort(column));
    this.#heads.set(column.key, head);
    return head;
  }

  #sort(column: TableColumnPlan): void {
    const { key } = column, down = this.#sorted?.key === key && !this.#sorted.down;
    this.#sorted = { key, down };
    const values = this.#data.numbers(key), sign = down ? -1 : 1;
    const ranks = column.texts === undefined ? undefined : rankOf(column.texts);
    this.#order.sort((a, b) => {
      const [one, other] = ranks === undefined ? [values[a]!, values[b]!] : [ranks[values[a]!]!, ranks[values[b]!]!];
      // A row without a value is at the end in either direction; rows that are equal keep the order of the run.
      if (Number.isNaN(one) || Number.isNaN(other)) {
        return Number(Number.isNaN(one)) - Number(Number.isNaN(other)) || a - b;
      }
      return sign * (one - other) || a - b;
    });
    for (const [name, head] of this.#heads) {
      if (name === key) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    this.#page = 0;
    this.#show();
  }

  #show(): void {
    const from = this.#page * PAGE_ROWS, rows = this.#order.subarray(from, from + PAGE_ROWS);
    this.#body.replaceChildren(...Array.from(rows, (row) => this.#row(row)));
    const pages = Math.ceil(this.#data.count / PAGE_ROWS),
      turn = (label: string, by: number): HTMLButtonElement => {
        const button = element("button", { type: "button", class: "button" }, label);
        button.disabled = this.#page + by < 0 || this.#page + by >= pages;
        button.addEventListener("click", () => {
          this.#page += by;
          this.#show();
          const again = [...this.#pager.querySelectorAll("button")].find(({ textContent }) => textContent === label);
          again?.focus();
        });
        return button;
      };
    const told = `${formatFixed(from + 1, 0)} to ${formatFixed(from + rows.length, 0)} of ${
      formatFixed(this.#data.count, 0)
    }`;
    this.#pager.hidden = pages < 2;
    this.#pager.replaceChildren(turn("Before", -1), turn("Next", 1), element("span", {}, told));
  }

  #momentOf({ key, step }: TableColumnPlan, row: number, clock: WallClock): number {
    const timeUs = this.#data.number(key, row);
    if (step === undefined || !clock.dated || Number.isNaN(timeUs)) return timeUs;
    return this.#host.stepUs[this.#data.number(step, row)]!;
  }

  #row(row: number): HTMLTableRowElement {
    const feed = this.#data.text("feed", row), clock = this.#host.clockOf(feed);
    const cells = this.#columns.map((column, at) => {
      const { key, kind } = column, value = this.#data.number(key, row);
      const text = kind === "text"
        ? this.#data.text(key, row)
        : kind === "time"
        ? clock.text(this.#momentOf(column, row, clock))
        : cellText(kind, value, this.#host.decimalsOf(feed));
      const sign = (key === "pnl" || key === "return") && value !== 0
        ? value > 0 ? " up" : value < 0 ? " down" : ""
        : "";
      const cell = element("td", { class: `${isLeft(column) ? "l" : ""}${sign}` });
      if (at > 0) cell.append(text);
      else {
        const name = `Show ${column.label.toLowerCase()} ${text} on the chart`;
        cell.append(element("button", { type: "button", class: "rowlink", "aria-label": name }, text));
      }
      return cell;
    });
    const made = element("tr", { "data-row": String(row) }, ...cells);
    if (row === this.#marked) made.className = "marked";
    return made;
  }
}

function isLeft({ kind }: TableColumnPlan): boolean {
  return kind === "text" || kind === "time";
}

function rankOf(texts: readonly string[]): number[] {
  const sorted = [...texts].sort();
  return texts.map((text) => sorted.indexOf(text));
}

/**
 * The data in a report's page, as its script reads them: a header of plans, and the bytes of all columns.
 *
 * @module
 */

import type { ColumnPlan } from "./column_code.ts";
import type { LevelKind } from "./order_levels.ts";

/** The meaning of a column of a table, by which it is written. */
export type CellKind = "id" | "time" | "text" | "price" | "size" | "money" | "percent" | "count";

/** One column of a table. */
export interface TableColumnPlan {
  /** Key of the column. */
  readonly key: string;
  /** Head of the column. */
  readonly label: string;
  /** Meaning. */
  readonly kind: CellKind;
  /** Numbers, or places in `texts`. */
  readonly plan: ColumnPlan;
  /** The distinct texts. */
  readonly texts?: readonly string[];
  /**
   * For the moment of a fill, the key of the column with its step. Where bars are told by their dates, a fill at the open
   * has the date of its bar, whose begin is the midnight that ends the date before.
   */
  readonly step?: string;
  /** True for a column that only the script reads. */
  readonly hidden?: boolean;
}

/** One table of rows. */
export interface TablePlan {
  /** Key of the table. */
  readonly id: "trades" | "fills" | "orders" | "refusals";
  /** Name. */
  readonly label: string;
  /** Number of rows. */
  readonly count: number;
  /** Columns in their order. */
  readonly columns: readonly TableColumnPlan[];
}

/** One line of a strategy. */
export interface LinePlan {
  /** Field of the strategy. */
  readonly field: string;
  /** Name of the line. */
  readonly name: string;
  /** Pane: 0 over the price, from 1 on below it. */
  readonly pane: number;
  /** One value for each bar of the feed. */
  readonly plan: ColumnPlan;
}

/** Levels of orders on a feed. */
export interface LevelsPlan {
  /** Ids of the orders. */
  readonly order: ColumnPlan;
  /** Kinds, as places in {@linkcode LEVEL_KINDS}. */
  readonly kind: ColumnPlan;
  /** Begins. */
  readonly from: ColumnPlan;
  /** Ends. */
  readonly to: ColumnPlan;
  /** Prices. */
  readonly price: ColumnPlan;
}

/** The kinds of levels in the order of their codes. */
export const LEVEL_KINDS: readonly LevelKind[] = ["stop", "target", "entry"];

/** One feed. */
export interface FeedPlan {
  /** Name. */
  readonly name: string;
  /** Decimals of its prices. */
  readonly decimals: number;
  /** Decimals that charts and tables show: six digits of the largest price at most. */
  readonly shown: number;
  /** IANA name of its zone. */
  readonly zone: string;
  /** True if its bars are told by their dates. */
  readonly dated: boolean;
  /** Moments. */
  readonly time: ColumnPlan;
  /** First prices. */
  readonly open: ColumnPlan;
  /** Highest prices. */
  readonly high: ColumnPlan;
  /** Lowest prices. */
  readonly low: ColumnPlan;
  /** Last prices. */
  readonly close: ColumnPlan;
  /** Volumes; absent where there is none. */
  readonly volume?: ColumnPlan;
  /** Lines. */
  readonly lines: readonly LinePlan[];
  /** Levels of orders. */
  readonly levels: LevelsPlan;
}

/** A curve with its name. */
export interface CurvePlan {
  /** Name. */
  readonly name: string;
  /** One value for each step. */
  readonly plan: ColumnPlan;
}

/** The header of a run's report. */
export interface RunPayload {
  /** A run. */
  readonly kind: "run";
  /** IANA name of the zone of the account. */
  readonly zone: string;
  /** True if steps are told by their dates. */
  readonly dated: boolean;
  /** Cash at the start. */
  readonly cashInitial: number;
  /** Moments of the steps. */
  readonly time: ColumnPlan;
  /** Value of the account. */
  readonly equity: ColumnPlan;
  /** Value without the money that came from outside or went there; absent where none did. */
  readonly growth?: ColumnPlan;
  /** Cash. */
  readonly cash: ColumnPlan;
  /** The account that it is compared with. */
  readonly benchmark?: CurvePlan;
  /** The feeds. */
  readonly feeds: readonly FeedPlan[];
  /** The tables. */
  readonly tables: readonly TablePlan[];
}

/** The header of a comparison's report. */
export interface ComparisonPayload {
  /** A comparison. */
  readonly kind: "comparison";
  /** IANA name of the zone. */
  readonly zone: string;
  /** True if steps are told by their dates. */
  readonly dated: boolean;
  /** Moments of the steps of all runs. */
  readonly time: ColumnPlan;
  /** Equity of each run. */
  readonly curves: readonly CurvePlan[];
}

/** The header of any report. */
export type Payload = RunPayload | ComparisonPayload;

/** Returns the data of a page as one text: header and bytes, compressed, in base 64. */
export async function payloadText(payload: Payload, columns: Uint8Array): Promise<string> {
  const header = new TextEncoder().encode(JSON.stringify(payload)), length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, header.length, true);
  const stream = new Blob([length, header, columns as Uint8Array<ArrayBuffer>]).stream();
  const packed = await new Response(stream.pipeThrough(new CompressionStream("gzip"))).bytes();
  return packed.toBase64();
}

/** Reads what {@linkcode payloadText} has written. */
export async function readPayload(text: string): Promise<{ readonly payload: Payload; readonly columns: Uint8Array }> {
  const stream = new Blob([bytesOfBase64(text)]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const payload = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Payload;
  return { payload, columns: bytes.subarray(4 + length) };
}

function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  // Browsers of before 2025 have no Uint8Array.fromBase64.
  const decode = (Uint8Array as { readonly fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }).fromBase64;
  if (decode !== undefined) return decode.call(Uint8Array, text);
  const characters = atob(text), bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

/**
 * Price files with damage, the same one for the same seed: a whole file of one of the usual shapes, damaged in one to
 * three ways, and options to read it with.
 *
 * Whatever came of a file, reading it ends in one of two ways: a feed whose bars are bars, or an error that says what
 * cannot be done. {@linkcode readDamaged} holds a reading to that.
 *
 * @module
 */

import { gzipSync } from "node:zlib";
import type { Bars, CsvOptions } from "../mod.ts";
import { Random } from "../src/laws/random.ts";

/** A damaged file. */
export interface DamagedFile {
  /** Its shape, and the ways in which it was damaged. */
  readonly what: string;
  /** Its bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Options to read it with. */
  readonly options: CsvOptions;
}

interface Shape {
  readonly name: string;
  readonly options: CsvOptions;
  readonly text: (random: Random) => string;
}

type Damage = (bytes: Uint8Array<ArrayBuffer>, random: Random) => Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const DAY_MS = 86_400_000;

function isoDay(row: number): string {
  return new Date(Date.UTC(2024, 0, 1) + row * DAY_MS).toISOString().slice(0, 10);
}

/** Rows of a walk: open, high, low, close and volume, in hundredths. */
function walk(random: Random): readonly (readonly number[])[] {
  let price = 5000 + random.below(100_000);
  return Array.from({ length: 2 + random.below(40) }, () => {
    const open = price;
    price = Math.max(price + random.below(401) - 200, 1000);
    const high = Math.max(open, price) + random.below(100), low = Math.min(open, price) - random.below(100);
    return [open, high, low, price, random.below(10_000_000)];
  });
}

function table(
  random: Random,
  header: string,
  cells: (row: number, bar: readonly number[]) => readonly string[],
  delimiter = ",",
): string {
  const rows = walk(random).map((bar, row) => cells(row, bar).join(delimiter));
  return [...header === "" ? [] : [header], ...rows, ""].join(random.pick(["\n", "\n", "\r\n", "\r"]));
}

function price(hundredths: number, decimal = ".", group = ""): string {
  const whole = Math.floor(hundredths / 100).toString().replace(/\B(?=(?:\d{3})+$)/g, group);
  return `${whole}${decimal}${(hundredths % 100).toString().padStart(2, "0")}`;
}

const SHAPES: readonly Shape[] = [
  {
    name: "plain",
    options: {},
    text: (random) =>
      table(
        random,
        "Date,Open,High,Low,Close,Volume",
        (row, bar) => [isoDay(row), ...bar.slice(0, 4).map((each) => price(each)), `${bar[4]}`],
      ),
  },
  {
    name: "decimal commas",
    options: {},
    text: (random) =>
      table(
        random,
        "Datum;Open;High;Low;Close;Volume",
        (row, bar) => [
          isoDay(row).split("-").reverse().join("."),
          ...bar.slice(0, 4).map((each) => price(each, ",", ".")),
          price(bar[4]! * 100, ",", ".").slice(0, -3),
        ],
        ";",
      ).replace("Datum", "Date"),
  },
  {
    name: "quoted",
    options: { dateOrder: "mdy" },
    text: (random) =>
      table(random, '"Date","Price","Open","High","Low","Vol.","Change %"', (row, bar) => {
        const [open, high, low, close] = bar.map((each) => `"${price(each, ".", ",")}"`);
        const [year, month, day] = isoDay(row).split("-");
        return [`"${month}/${day}/${year}"`, close!, open!, high!, low!, `"${price(bar[4]! / 100)}M"`, '"-1.23%"'];
      }),
  },
  {
    name: "MetaTrader",
    options: { stamp: "open" },
    text: (random) =>
      table(
        random,
        "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>",
        (row, bar) => [
          "2024.01.02",
          `${String(Math.floor(row / 60)).padStart(2, "0")}:${String(row % 60).padStart(2, "0")}:00`,
          ...bar.slice(0, 4).map((each) => price(each)),
          `${bar[4]}`,
          "0",
          "14",
        ],
        "\t",
      ),
  },
  {
    name: "yfinance",
    options: { symbol: "B" },
    text: (random) =>
      "Price,Close,Close,High,High,Low,Low,Open,Open,Volume,Volume\nTicker,A,B,A,B,A,B,A,B,A,B\nDate,,,,,,,,,,\n" +
      table(random, "", (row, [open, high, low, close, volume]) => {
        const twice = [close!, high!, low!, open!].map((each) => price(each)).flatMap((each) => [each, each]);
        return [isoDay(row), ...twice, `${volume}`, `${volume}`];
      }).replaceAll(/\r\n?/g, "\n"),
  },
  {
    name: "long form",
    options: { symbol: "MSFT" },
    text: (random) =>
      table(random, "date,open,high,low,close,volume,Name,closed", (row, bar) => [
        isoDay(row >>> 1),
        ...bar.slice(0, 4).map((each) => price(each)),
        `${bar[4]}`,
        row % 2 === 0 ? "AAPL" : "MSFT",
        row % 3 === 0 ? "true" : "False",
      ]),
  },
  {
    name: "without a header",
    options: {
      columns: ["time", "open", "high", "low", "close", "volume", "close_time", "quote_volume"],
      stamp: "open",
    },
    text: (random) =>
      table(random, "", (row, bar) => {
        const begin = 1_704_067_200_000 + row * 60_000;
        return [`${begin}`, ...bar.slice(0, 4).map((each) => price(each)), `${bar[4]}`, `${begin + 59_999}`, "15.5"];
      }),
  },
  {
    name: "adjusted closes and splits",
    options: { adjust: "back" },
    text: (random) =>
      table(random, "timestamp,open,high,low,close,adjusted_close,volume,split_coefficient", (row, bar) => [
        isoDay(row),
        ...bar.slice(0, 4).map((each) => price(each)),
        price(Math.floor(bar[3]! / (row < 5 ? 4 : 1)) + 1),
        `${bar[4]}`,
        row === 5 ? "4.0" : "1.0",
      ]),
  },
];

/** Texts that stand where a cell is expected to hold something else. */
const ODD_CELLS = [
  "",
  "-",
  "NaN",
  "null",
  "Infinity",
  "1e999",
  "-5",
  "0",
  "-0",
  "1e-400",
  "true",
  "1,5",
  "1.5",
  "1.234.567",
  "1,234",
  "0x10",
  "abc",
  '"',
  '""',
  '"a"b"',
  "2024-02-30",
  "99999999999999999999",
  "1704067200000000000000",
  "\u20ac5",
  "5 %",
  " ",
  "\ufeff1",
  "1\u00a0234,5",
  "9".repeat(400),
  `5.${"0".repeat(400)}1`,
  "24:00",
  "12:61",
  "Jan 32, 2024",
  "1/1/1",
  "-271821-04-20",
];

const DELIMITERS = [",", ";", "\t", "|", " "];

/** Text damage keeps one letter a byte. */
function latin(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Damage to the lines of a file. */
function toLines(change: (lines: string[], random: Random) => void): Damage {
  return (bytes, random) => {
    const lines = latin(bytes).split("\n");
    change(lines, random);
    return bytesOf(lines.join("\n"));
  };
}

/** Puts bytes at a random place. */
function inserted(bytes: Uint8Array, random: Random, put: readonly number[]): Uint8Array<ArrayBuffer> {
  const at = random.below(bytes.length + 1);
  return Uint8Array.of(...bytes.subarray(0, at), ...put, ...bytes.subarray(at));
}

const DAMAGES: Readonly<Record<string, Damage>> = {
  "bits flipped": (bytes, random) => {
    const copy = bytes.slice();
    for (let count = 1 + random.below(8); count > 0 && copy.length > 0; count--) {
      copy[random.below(copy.length)]! ^= 1 << random.below(8);
    }
    return copy;
  },
  "bytes replaced": (bytes, random) => {
    const copy = bytes.slice();
    for (let count = 1 + random.below(20); count > 0 && copy.length > 0; count--) {
      copy[random.below(copy.length)] = random.below(256);
    }
    return copy;
  },
  "cut at its end": (bytes, random) => bytes.slice(0, random.below(bytes.length + 1)),
  "cut at its beginning": (bytes, random) => bytes.slice(random.below(bytes.length + 1)),
  "a hole": (bytes, random) => {
    const from = random.below(bytes.length + 1), to = from + random.below(bytes.length - from + 1);
    return Uint8Array.of(...bytes.subarray(0, from), ...bytes.subarray(to));
  },
  "lines repeated": toLines((lines, random) => {
    const from = random.below(lines.length);
    lines.splice(random.below(lines.length + 1), 0, ...lines.slice(from, from + 1 + random.below(5)));
  }),
  "lines lost": toLines((lines, random) => lines.splice(random.below(lines.length), 1 + random.below(3))),
  "lines exchanged": toLines((lines, random) => {
    const one = random.below(lines.length), other = random.below(lines.length), line = lines[one]!;
    lines[one] = lines[other]!;
    lines[other] = line;
  }),
  "lines reversed": toLines((lines) => lines.reverse()),
  "the file twice": (bytes) => Uint8Array.of(...bytes, ...bytes),
  "another delimiter": (bytes, random) => {
    const from = random.pick(DELIMITERS), to = random.pick(DELIMITERS);
    return bytesOf(latin(bytes).replaceAll(from, to));
  },
  "another delimiter in one line": toLines((lines, random) => {
    const at = random.below(lines.length);
    lines[at] = lines[at]!.replaceAll(random.pick(DELIMITERS), random.pick(DELIMITERS));
  }),
  "other line ends": (bytes, random) =>
    bytesOf(latin(bytes).replaceAll(/\r\n|\r|\n/g, random.pick(["\r", "\n\n", "\r\r\n", " ", ""]))),
  "odd cells": toLines((lines, random) => {
    for (let count = 1 + random.below(4); count > 0; count--) {
      const at = random.below(lines.length), cells = lines[at]!.split(/([,;\t])/);
      cells[2 * random.below((cells.length + 1) >>> 1)] = latin(encoder.encode(random.pick(ODD_CELLS)));
      lines[at] = cells.join("");
    }
  }),
  "cells lost or added": toLines((lines, random) => {
    const at = random.below(lines.length), cells = lines[at]!.split(",");
    if (random.below(2) === 0) cells.splice(random.below(cells.length), 1);
    else cells.splice(random.below(cells.length + 1), 0, random.pick(ODD_CELLS).replace(/[^ -~]/g, ""));
    lines[at] = cells.join(",");
  }),
  "quotes": (bytes, random) => inserted(bytes, random, random.pick([[0x22], [0x22, 0x22], [0x2c, 0x22], [0x22, 0x0a]])),
  "zeros": (bytes, random) => inserted(bytes, random, Array.from({ length: 1 + random.below(50) }, () => 0)),
  "a byte order mark": (bytes, random) =>
    inserted(bytes, random, random.pick([[0xef, 0xbb, 0xbf], [0xff, 0xfe], [0xfe, 0xff]])),
  "UTF-16": (bytes, random) => {
    const first = random.below(2), wide = new Uint8Array(2 * bytes.length);
    bytes.forEach((byte, at) => wide[2 * at + first] = byte);
    return wide;
  },
  "gzip": (bytes) => new Uint8Array(gzipSync(bytes)),
};

const DAMAGE_NAMES = Object.keys(DAMAGES);

/**
 * Returns the damaged file of a seed.
 *
 * @param seed A whole number.
 * @returns The file.
 */
export function damagedFile(seed: number): DamagedFile {
  const random = new Random(seed);
  const shape = random.pick(SHAPES);
  let bytes: Uint8Array<ArrayBuffer> = encoder.encode(shape.text(random));
  const damages = Array.from({ length: 1 + random.below(3) }, () => random.pick(DAMAGE_NAMES));
  for (const damage of damages) bytes = DAMAGES[damage]!(bytes, random);
  const further: CsvOptions = {
    ...random.below(2) === 0 ? {} : { onBadRow: "skip" },
    ...random.below(6) === 0 ? { decimal: random.pick([",", "."]) } : {},
    ...random.below(6) === 0 ? { timeframe: random.pick(["1d", "1m", "1mo"]) } : {},
    ...random.below(6) === 0 ? { stamp: random.pick(["open", "close"]) } : {},
    ...random.below(8) === 0 ? { timeZone: "America/New_York" } : {},
  };
  // Without its options, a file of several instruments or without a header has to be refused.
  const options = random.below(4) === 0 ? further : { ...shape.options, ...further };
  return { what: `${shape.name}: ${damages.join(", ")}`, bytes, options };
}

/**
 * Reads a damaged file, and holds what comes of it to what is promised.
 *
 * @param file The file.
 * @param read Reads it.
 * @returns The feed, or the message of the error.
 * @throws {Error} If an error is of another class or does not say what cannot be done, or a feed has a bar that is none.
 */
export function readDamaged(file: DamagedFile, read: (file: DamagedFile) => Bars): Bars | string {
  let feed: Bars;
  try {
    feed = read(file);
  } catch (error) {
    const isOurs = (error instanceof RangeError || error instanceof TypeError) && error.message.startsWith("Cannot ");
    if (isOurs && error.message.length < 2000) return error.message;
    throw new Error(`A damaged file is refused in raw words, ${file.what}`, { cause: error });
  }
  const { open, high, low, close, volume, timeUs } = feed.columns;
  for (let row = 0; row < feed.length; row++) {
    const isBar = low[row]! > 0 && high[row]! < Infinity && volume[row]! >= 0 && volume[row]! < Infinity &&
      [open, close].every((prices) => prices[row]! >= low[row]! && prices[row]! <= high[row]!);
    const isLater = Number.isInteger(timeUs[row]) && (row === 0 || timeUs[row]! > timeUs[row - 1]!);
    if (!isBar || !isLater) throw new Error(`A damaged file is read with a bad bar in row ${row}, ${file.what}`);
  }
  return feed;
}

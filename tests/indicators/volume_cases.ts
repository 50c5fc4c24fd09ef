/** Cases of volume. */
import * as ct from "../../mod.ts";
import type { IndicatorCase } from "./indicator_case.ts";

export const VOLUME_CASES: readonly IndicatorCase[] = [
  { name: "ad", hasPeriod: false, make: ({ feed }) => ct.ad(feed) },
  { name: "anchoredVwap", hasPeriod: false, make: ({ feed }) => ct.anchoredVwap(feed, { from: "1999-12-31" }) },
  {
    name: "anchoredVwap",
    hasPeriod: false,
    make: ({ feed, line }) => ct.anchoredVwap(feed, { from: line.above(1000), price: line }),
    undefinedOn: {
      walk: "the line is never above 1000",
      constant: "the line is never above 1000",
      extreme: "there is no value before the line is above 1000",
      "no volume": "the line is never above 1000",
      "flat bars": "the line is never above 1000",
    },
  },
  {
    name: "anchoredVwap",
    hasPeriod: false,
    make: ({ feed }) => ct.anchoredVwap(feed, { from: new Date("2000-03-01T00:00:00Z") }),
    undefinedOn: {
      walk: "there is no value before the date",
      constant: "there is no value before the date",
      extreme: "there is no value before the date",
      "no volume": "there is no value before the date",
      "flat bars": "there is no value before the date",
    },
  },
  {
    name: "chaikinOscillator",
    hasPeriod: true,
    make: ({ feed }, period = 10) => ct.chaikinOscillator(feed, 3, period),
  },
  {
    name: "chaikinOscillator",
    hasPeriod: false,
    make: ({ feed }) => ct.chaikinOscillator(feed, 3, 10, { seed: "sma" }),
  },
  { name: "cmf", hasPeriod: true, make: ({ feed }, period = 20) => ct.cmf(feed, period) },
  { name: "easeOfMovement", hasPeriod: true, make: ({ feed }, period = 14) => ct.easeOfMovement(feed, period) },
  { name: "forceIndex", hasPeriod: true, make: ({ feed }, period = 13) => ct.forceIndex(feed, period) },
  {
    name: "forceIndex",
    hasPeriod: true,
    make: ({ feed }, period = 13) => ct.forceIndex(feed, period, { average: "sma" }),
  },
  { name: "mfi", hasPeriod: true, make: ({ feed }, period = 14) => ct.mfi(feed, period) },
  { name: "obv", hasPeriod: false, make: ({ feed }) => ct.obv(feed) },
  { name: "pvo", hasPeriod: true, make: ({ feed }, period = 9) => ct.pvo(feed, 12, 26, period) },
  { name: "volumeOscillator", hasPeriod: true, make: ({ feed }, period = 10) => ct.volumeOscillator(feed, 5, period) },
  { name: "vwap", hasPeriod: false, make: ({ feed }) => ct.vwap(feed) },
  { name: "vwap", hasPeriod: false, make: ({ feed, line }) => ct.vwap(feed, { price: line }) },
  { name: "vwapBands", hasPeriod: false, make: ({ feed }) => ct.vwapBands(feed, { from: "2000-01-01" }) },
  { name: "vwapBands", hasPeriod: false, make: ({ feed }) => ct.vwapBands(feed, { deviations: 2.5 }) },
  { name: "williamsAd", hasPeriod: false, make: ({ feed }) => ct.williamsAd(feed) },
];

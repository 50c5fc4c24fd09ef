/** Rows of the statistics of a window against recorded series. */
import * as ct from "../../mod.ts";
import type { OracleRows } from "./oracle_row.ts";

const SAMPLE = { sample: true } as const;
const SUBTRACTS = "TA-Lib subtracts sums of squares, which are much larger than their difference";
const ONLINE = "pandas updates moments from one window to the next";
const ORDER = "numpy sums in another order";

export const STATISTICS_ORACLE: OracleRows = {
  talib: [
    { series: "VAR(close, 20, 1)", make: ({ close }) => ct.variance(close, 20), equal: 1e-10, because: SUBTRACTS },
    {
      series: "CORREL(high, low, 30)",
      make: ({ high, low }) => ct.correlation(high, low, 30),
      equal: 1e-10,
      because: SUBTRACTS,
    },
    {
      series: "CORREL(close, volume, 30)",
      make: ({ close, volume }) => ct.correlation(close, volume, 30),
      equal: 1e-10,
      because: SUBTRACTS,
    },
    { series: "BETA(high, low, 5)", make: ({ high, low }) => ct.beta(low, high, 5), equal: 1e-11, because: SUBTRACTS },
    {
      series: "BETA(close, open, 30)",
      make: ({ close, open }) => ct.beta(open, close, 30),
      equal: 1e-12,
      because: SUBTRACTS,
    },
    { series: "LINEARREG(close, 14)", make: ({ close }) => ct.linearRegression(close, 14).value, equal: "bits" },
    { series: "LINEARREG_SLOPE(close, 14)", make: ({ close }) => ct.linearRegression(close, 14).slope, equal: "bits" },
    {
      series: "LINEARREG_INTERCEPT(close, 14)",
      make: ({ close }) => ct.linearRegression(close, 14).intercept,
      equal: "bits",
    },
    {
      series: "LINEARREG_ANGLE(close, 14)",
      make: ({ close }) => ct.linearRegression(close, 14).angle,
      equal: 1e-13,
      because: "atan is not the same in every library",
    },
    {
      series: "TSF(close, 14)",
      make: ({ close }) => ct.linearRegression(close, 14).forecast,
      equal: "bits",
    },
  ],
  pandasTa: [
    {
      series: "variance(close, 30, 1)",
      make: ({ close }) => ct.variance(close, 30, SAMPLE),
      equal: 1e-11,
      because: ONLINE,
    },
    {
      series: "kurtosis(close, 30)",
      make: ({ close }) => ct.kurtosis(close, 30, SAMPLE),
      equal: 1e-10,
      of: "largest",
      because: ONLINE,
    },
    {
      series: "skew(close, 30)",
      make: ({ close }) => ct.skew(close, 30, SAMPLE),
      equal: 1e-11,
      of: "largest",
      because: ONLINE,
    },
    { series: "median(close, 30)", make: ({ close }) => ct.median(close, 30), equal: "bits" },
    { series: "quantile(close, 30, 0.25)", make: ({ close }) => ct.quantile(close, 30, 0.25), equal: "bits" },
    {
      series: "zscore(close, 30)",
      make: ({ close }) => ct.zScore(close, 30, SAMPLE),
      equal: 1e-12,
      of: "largest",
      because: ONLINE,
    },
    {
      series: "linreg(close, 14)",
      make: ({ close }) => ct.linearRegression(close, 14).value,
      equal: 1e-13,
      because: ORDER,
    },
    {
      series: "linreg(close, 14, r=True)",
      make: ({ close }) => ct.correlation(close, barNumber(close), 14),
      equal: 1e-9,
      because: "pandas-ta subtracts sums of squares",
    },
  ],
  numpy: [
    { series: "var(close, 20)", make: ({ close }) => ct.variance(close, 20), equal: 1e-13, because: ORDER },
    {
      series: "var(volume, 20, ddof=1)",
      make: ({ volume }) => ct.variance(volume, 20, SAMPLE),
      equal: 1e-13,
      because: ORDER,
    },
    {
      series: "cov(close, volume, 30, ddof=0)",
      make: ({ close, volume }) => ct.covariance(close, volume, 30),
      equal: 1e-13,
      of: "largest",
      because: ORDER,
    },
    {
      series: "cov(high, low, 30, ddof=1)",
      make: ({ high, low }) => ct.covariance(high, low, 30, SAMPLE),
      equal: 1e-13,
      because: ORDER,
    },
    {
      series: "corrcoef(high, low, 30)",
      make: ({ high, low }) => ct.correlation(high, low, 30),
      equal: 1e-13,
      because: ORDER,
    },
    {
      series: "corrcoef(close, volume, 30)",
      make: ({ close, volume }) => ct.correlation(close, volume, 30),
      equal: 1e-13,
      of: "largest",
      because: ORDER,
    },
    {
      series: "linregress(returns of low, returns of close, 30).slope",
      make: ({ close, low }) => ct.beta(close, low, 30),
      equal: 1e-13,
      because: ORDER,
    },
    {
      series: "zscore(close, 30)",
      make: ({ close }) => ct.zScore(close, 30),
      equal: 1e-13,
      of: "largest",
      because: ORDER,
    },
    {
      series: "zscore(close, 30, ddof=1)",
      make: ({ close }) => ct.zScore(close, 30, SAMPLE),
      equal: 1e-13,
      of: "largest",
      because: ORDER,
    },
    { series: "median(close, 30)", make: ({ close }) => ct.median(close, 30), equal: "bits" },
    { series: "median(close, 7)", make: ({ close }) => ct.median(close, 7), equal: "bits" },
    {
      series: "quantile(close, 30, 0.9)",
      make: ({ close }) => ct.quantile(close, 30, 0.9),
      equal: "bits",
    },
    { series: "rank(close, 30, pct=True)", make: ({ close }) => ct.rank(close, 30), equal: "bits" },
    { series: "rank(floor(close), 30, pct=True)", make: ({ close }) => ct.rank(floorOf(close), 30), equal: "bits" },
    { series: "skew(close, 30)", make: ({ close }) => ct.skew(close, 30), equal: 1e-13, of: "largest", because: ORDER },
    {
      series: "skew(close, 30, bias=False)",
      make: ({ close }) => ct.skew(close, 30, SAMPLE),
      equal: 1e-13,
      of: "largest",
      because: ORDER,
    },
    {
      series: "kurtosis(close, 30)",
      make: ({ close }) => ct.kurtosis(close, 30),
      equal: 1e-13,
      of: "largest",
      because: ORDER,
    },
    {
      series: "kurtosis(close, 30, bias=False)",
      make: ({ close }) => ct.kurtosis(close, 30, SAMPLE),
      equal: 1e-13,
      of: "largest",
      because: ORDER,
    },
    {
      series: "linregress(close, 14).value",
      make: ({ close }) => ct.linearRegression(close, 14).value,
      equal: 1e-13,
      because: ORDER,
    },
    {
      series: "linregress(close, 14).slope",
      make: ({ close }) => ct.linearRegression(close, 14).slope,
      equal: 1e-12,
      of: "largest",
      because: ORDER,
    },
    {
      series: "linregress(close, 14).rvalue**2",
      make: ({ close }) => ct.linearRegression(close, 14).r2,
      equal: 1e-13,
      of: "largest",
      because: ORDER,
    },
    {
      series: "std(log returns, 20, ddof=1) * sqrt(252)",
      make: ({ close }) => ct.volatility(close, 20, { barsPerYear: 252 }),
      equal: 1e-13,
      because: ORDER,
    },
    {
      series: "std(log returns, 20)",
      make: ({ close }) => ct.volatility(close, 20, { sample: false }),
      equal: 1e-13,
      because: ORDER,
    },
    {
      series: "parkinson(20) * sqrt(252)",
      make: ({ feed }) => ct.parkinson(feed, 20, { barsPerYear: 252 }),
      equal: 1e-13,
      because: ORDER,
    },
    { series: "garman_klass(20)", make: ({ feed }) => ct.garmanKlass(feed, 20), equal: 1e-13, because: ORDER },
    { series: "rogers_satchell(20)", make: ({ feed }) => ct.rogersSatchell(feed, 20), equal: 1e-13, because: ORDER },
    { series: "yang_zhang(20)", make: ({ feed }) => ct.yangZhang(feed, 20), equal: 1e-13, because: ORDER },
  ],
};

/** The line of the numbers of the bars. */
function barNumber(line: ct.Line): ct.Line {
  return ct.indicator({
    name: "bar",
    inputs: [line],
    update: () => {
      let bar = 0;
      return () => bar++;
    },
  });
}

/** The line of the whole numbers below. */
function floorOf(line: ct.Line): ct.Line {
  return ct.indicator({ name: "floor", inputs: [line], update: () => (value) => Math.floor(value) });
}

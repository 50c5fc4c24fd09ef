/**
 * The state of a run as text for Prometheus: https://prometheus.io/docs/instrumenting/exposition_formats
 *
 * @module
 */

import type { RunStatus } from "../session_parts.ts";

/** Type of the content. */
export const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Facts of a run beside its status. */
export interface MetricsFacts {
  readonly strategy: string;
  readonly venue: string;
  readonly mode: string;
  /** Number of fills so far. */
  readonly fills: number;
}

/** A value with its labels. */
type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

const PHASES: readonly RunStatus["phase"][] = ["catching-up", "running", "stopping", "ended", "failed"];
const ENTRIES: readonly RunStatus["entries"][] = ["open", "stopped", "killed"];
const STREAMS: readonly RunStatus["stream"][] = ["connecting", "connected", "lost", "ended"];

/** Returns the text. Units are seconds, the account's currency and fractions; a set of states has 1 for the one that holds. */
export function metricsText(status: RunStatus, { strategy, venue, mode, fills }: MetricsFacts): string {
  const { feeds, limits, positions } = status, plain = (value: number): Sample[] => [[{}, value]];
  const states = (name: string, all: readonly string[], held: string): Sample[] =>
    all.map((state) => [{ [name]: state }, state === held ? 1 : 0]);
  const byFeed = (value: (feed: RunStatus["feeds"][number]) => number | undefined): Sample[] =>
    feeds.flatMap((feed): Sample[] => {
      const found = value(feed);
      return found === undefined ? [] : [[{ feed: feed.name }, found]];
    });
  return [
    metric("run_info", "gauge", "The run.", [[{ strategy, venue, mode }, 1]]),
    metric("run_phase", "gauge", "Phase of the run.", states("phase", PHASES, status.phase)),
    metric("entries", "gauge", "Whether orders may open positions.", states("entries", ENTRIES, status.entries)),
    metric("stream", "gauge", "State of the stream of the venue.", states("stream", STREAMS, status.stream)),
    metric("connections_total", "counter", "Connections to the venue.", plain(status.connections)),
    metric("failed_questions_total", "counter", "Questions without an answer.", plain(status.failedQuestions)),
    metric("lag_seconds", "gauge", "Time since the end of the last bar.", plain(status.lagUs / 1e6)),
    metric("turns_total", "counter", "Turns, the warm-up included.", plain(status.turns)),
    metric("cash", "gauge", "Cash of the account.", plain(status.cash)),
    metric("value", "gauge", "Value of the account at the last closes.", plain(status.value)),
    metric("working_orders", "gauge", "Orders that work.", plain(status.workingOrders)),
    metric("fills_total", "counter", "Fills.", plain(fills)),
    metric(
      "position_size",
      "gauge",
      "Size of a position.",
      Object.entries(positions).map(([feed, size]) => [{ feed }, size]),
    ),
    metric("bars_total", "counter", "Bars, those of the warm-up included.", byFeed(({ bars }) => bars)),
    metric("bars_by_request_total", "counter", "Bars that came by request.", byFeed(({ byRequest }) => byRequest)),
    metric("bars_revised_total", "counter", "Closed bars told otherwise later.", byFeed(({ revised }) => revised)),
    metric("bars_missing_total", "counter", "Bars that the venue lacks.", byFeed(({ missing }) => missing)),
    metric("bad_updates_total", "counter", "Updates that were no bars.", byFeed(({ bad }) => bad)),
    metric(
      "last_bar_timestamp_seconds",
      "gauge",
      "Time of the last step with a bar.",
      byFeed(({ lastBarUs }) => lastBarUs === undefined ? undefined : lastBarUs / 1e6),
    ),
    metric("limit", "gauge", "A limit.", limits.map(({ name, limit }) => [{ limit: name }, limit])),
    metric(
      "limit_value",
      "gauge",
      "The value held against it.",
      limits.map(({ name, value }) => [{ limit: name }, value]),
    ),
    metric(
      "limit_refused_total",
      "counter",
      "Orders and replacements that a limit has refused.",
      limits.flatMap(({ name, refused }): Sample[] => refused === undefined ? [] : [[{ limit: name }, refused]]),
    ),
  ].join("");
}

function metric(name: string, type: "counter" | "gauge", help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return "";
  const full = `cracktrader_${name}`;
  const lines = samples.map(([labels, value]) => `${full}${labelsText(labels)} ${numberText(value)}\n`);
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join("")}`;
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) =>
    `${name}="${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`
  );
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

/** Writes a number as Go reads it. */
function numberText(value: number): string {
  return value === Infinity ? "+Inf" : value === -Infinity ? "-Inf" : String(value);
}

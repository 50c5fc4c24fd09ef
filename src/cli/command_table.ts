/**
 * The table of all commands.
 *
 * @module
 */

import type { CommandEntry } from "./command.ts";

/** The commands in the order of the help. Each has a module of its own, which is loaded only when it is needed. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "new",
    summary: "Make a folder with a strategy, prices and a test that runs",
    load: () => import("./new.ts"),
  },
  {
    name: "run",
    summary: "Run a strategy over prices from files",
    load: () => import("./run.ts"),
  },
  {
    name: "optimize",
    summary: "Search the parameters of a strategy",
    load: () => import("./optimize.ts"),
  },
  {
    name: "walk-forward",
    summary: "Search one window after another, each tested on the bars that come next",
    load: () => import("./walk_forward.ts"),
  },
  {
    name: "paper",
    summary: "Run a strategy on paper over the bars of an exchange as they come",
    load: () => import("./paper.ts"),
  },
  {
    name: "sessions",
    summary: "List, show, kill and recover journals of runs on paper",
    load: () => import("./sessions.ts"),
  },
  {
    name: "audit-live",
    summary: "Split the difference between an account's fills and a backtest of the same bars",
    load: () => import("./audit_live.ts"),
  },
  {
    name: "prove",
    summary: "Try the laws on a strategy",
    load: () => import("./prove.ts"),
  },
  {
    name: "replay",
    summary: "Apply a replay log again and compare every byte; to JSON Lines and back",
    load: () => import("./replay.ts"),
  },
  {
    name: "explain",
    summary: "Explain an order of a replay log in sentences",
    load: () => import("./explain.ts"),
  },
  {
    name: "golden",
    summary: "Compare a run with the accepted one and say what changed",
    load: () => import("./golden.ts"),
  },
  {
    name: "diff",
    summary: "Run a strategy under two sets of rules, and tell which rows make the difference",
    load: () => import("./diff.ts"),
  },
  {
    name: "bisect",
    summary: "Find the first event after which two logs, engines or strategies part",
    load: () => import("./bisect.ts"),
  },
  {
    name: "data",
    summary: "List, import into and check a folder of prices; tell what a newer download changed",
    load: () => import("./data.ts"),
  },
  {
    name: "fuzz",
    summary: "Moved: a task of the repository, deno task fuzz",
    isMoved: true,
    load: () => import("./fuzz.ts"),
  },
  {
    name: "doctor",
    summary: "Tell what is here, which engine runs, why, and what to run to mend it",
    load: () => import("./doctor.ts"),
  },
  {
    name: "install-rust",
    summary: "Build the Rust engine with cargo and put it where it is found",
    load: () => import("./install_rust.ts"),
  },
];

/**
 * Mutants of the page of a run in a session: who may ask, what is told, and what its buttons do.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";

const GUARD = "src/session/page/request_guard.ts";
const SERVER = "src/session/page/page_server.ts";
const JOURNAL_LINE = "src/journal/journal_line.ts";
const PAGE_TEST = "tests/session/page_test.ts";
const PAPER_TEST = "tests/session/paper_test.ts";

/** Mutants of the page of a run. */
export const PAGE_MUTANTS: readonly Mutant[] = [
  {
    name: "page_any_host_is_answered",
    operator: "check skipped",
    edits: [{
      file: GUARD,
      before: "if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) {",
      after: "if (host === undefined) {",
    }],
    suite: [PAGE_TEST],
  },
  {
    name: "page_post_without_an_origin_is_taken",
    operator: "check skipped",
    edits: [{
      file: GUARD,
      before: 'if (origin === null ? method === "POST" : origin !== `http://${host}`) {',
      after: "if (origin !== null && origin !== `http://${host}`) {",
    }],
    suite: [PAGE_TEST],
  },
  {
    name: "page_token_of_the_right_length_is_believed",
    operator: "check skipped",
    edits: [{
      file: GUARD,
      before: "if (given === undefined || !isEqual(given, token)) {",
      after: "if (given?.length !== token.length) {",
    }],
    suite: [PAGE_TEST],
  },
  {
    name: "page_get_presses_a_button",
    operator: "check skipped",
    edits: [{
      file: GUARD,
      before: "if (method !== route.method) {",
      after: 'if (method !== route.method && method !== "GET") {',
    }],
    suite: [PAGE_TEST],
  },
  {
    name: "page_button_needs_no_confirmation",
    operator: "wrong field",
    edits: [{
      file: SERVER,
      before:
        'if (content?.["confirm"] !== action) return told(400, { error: `Confirm by { "confirm": "${action}" }` });',
      after: 'if (content === undefined) return told(400, { error: `Confirm by { "confirm": "${action}" }` });',
    }],
    suite: [PAGE_TEST],
  },
  {
    name: "page_kill_lets_the_run_go_on",
    operator: "wrong rule",
    edits: [{
      file: SERVER,
      before: 'run.stop("cancel").catch(() => {});',
      after: "run.stopEntries(why).catch(() => {});",
    }],
    suite: [PAGE_TEST],
  },
  {
    name: "page_tells_its_news_again",
    operator: "statement removed",
    edits: [{ file: "src/session/page/news_stream.ts", before: "this.#last = last;", after: "" }],
    suite: [PAGE_TEST],
  },
  {
    name: "page_makes_lines_that_nobody_reads",
    operator: "constant off by one",
    edits: [{
      file: "src/session/page/news_stream.ts",
      before: "}, { highWaterMark: 0 });",
      after: "}, { highWaterMark: 1 });",
    }],
    suite: ["src/session/page/news_stream_test.ts"],
  },
  {
    name: "page_keeps_more_than_the_last",
    operator: "wrong rule",
    edits: [{
      file: "src/session/page/recent.ts",
      before: "this.#next = (this.#next + 1) % this.#most;",
      after: "this.#next = this.#next + 1;",
    }],
    suite: ["src/session/page/recent_test.ts"],
  },
  {
    name: "paper_flatten_is_no_kill",
    operator: "wrong rule",
    edits: [{
      file: JOURNAL_LINE,
      before: 'export const KILLS: readonly CommandName[] = ["halt", "cancel", "flatten"];',
      after: 'export const KILLS: readonly CommandName[] = ["halt", "cancel"];',
    }],
    suite: [PAPER_TEST],
  },
  {
    name: "paper_kill_is_taken_back_by_the_next_command",
    operator: "statement removed",
    edits: [{
      file: JOURNAL_LINE,
      before: 'if (before === "killed" && command !== "clear-kill") return "killed";',
      after: "",
    }],
    suite: ["src/journal/journal_line_test.ts"],
  },
];

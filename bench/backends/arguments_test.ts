import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { BACKENDS_HELP, parseBackendArguments } from "./arguments.ts";
import { PROFILES } from "./profiles.ts";

Deno.test("without arguments the defaults hold", () => {
  assertEquals(parseBackendArguments([]), {
    iterations: 10,
    warmup: 3,
    bars: 10_000,
    profile: "sma",
    iterationMs: 100,
    rust: "when there",
    maxSlowdownRatio: 1.1,
    compare: "ratio",
    updateBaseline: false,
    forceBaselineOverwrite: false,
  });
});

Deno.test("every flag is taken, with its value behind a blank or an equals sign", () => {
  const parsed = parseBackendArguments([
    ...["--iterations", "5", "--warmup=1", "--bars", "128", "--profile", "views", "--iteration-milliseconds=7"],
    ...["--json-out", "o.json", "--baseline-json", "b.json", "--max-slowdown-ratio", "0.01", "--include-rust"],
    "--compare=milliseconds",
  ]);
  assertEquals(parsed, {
    iterations: 5,
    warmup: 1,
    bars: 128,
    profile: "views",
    iterationMs: 7,
    rust: "required",
    jsonOut: "o.json",
    baselineJson: "b.json",
    maxSlowdownRatio: 0.01,
    compare: "milliseconds",
    updateBaseline: false,
    forceBaselineOverwrite: false,
  });
  const update = parseBackendArguments([
    ...["--typescript-only", "--baseline-json", "b.json", "--update-baseline", "--force-baseline-overwrite"],
  ]);
  assertEquals([update.rust, update.updateBaseline, update.forceBaselineOverwrite], ["left out", true, true]);
});

Deno.test("wrong arguments are refused with what is wrong and what is right", () => {
  const cases: [string[], string][] = [
    [["--iterations", "4"], "Cannot use --iterations 4: it is a whole number from 5 on"],
    [["--warmup", "0"], "Cannot use --warmup 0: it is a whole number from 1 on"],
    [["--bars", "1"], "Cannot use --bars 1: it is a whole number from 2 on"],
    [["--bars", "1e3"], "Cannot use --bars 1e3"],
    [["--iterations", "5.5"], "Cannot use --iterations 5.5"],
    [["--iterations"], "Cannot use --iterations without a value"],
    [["--iterations", "--warmup"], "Cannot use --iterations without a value"],
    [["--warmup", "1", "--warmup", "2"], "Cannot use --warmup twice"],
    [["--profile", "none"], "Cannot use --profile none: there are sma, feeds, resting-limit, views, reports"],
    [["--profile", "toString"], "Cannot use --profile toString"],
    [["--profile", "reports", "--bars", "50001"], "it takes 50000 at most"],
    [["--include-rust", "--typescript-only"], "Cannot use --include-rust with --typescript-only"],
    [["--max-slowdown-ratio", "1.1"], "Cannot use --max-slowdown-ratio without --baseline-json F"],
    [["--compare", "ratio"], "Cannot use --compare without --baseline-json F"],
    [["--update-baseline"], "Cannot use --update-baseline without --baseline-json F"],
    [["--baseline-json", "b", "--force-baseline-overwrite"], "without --update-baseline"],
    [["--baseline-json", "b", "--max-slowdown-ratio", "0"], "Cannot use --max-slowdown-ratio 0"],
    [["--baseline-json", "b", "--max-slowdown-ratio", "x"], "Cannot use --max-slowdown-ratio x"],
    [["--baseline-json", "b", "--compare", "seconds"], "there are ratio and milliseconds"],
    [["--baseline-json", "b", "--update-baseline", "--max-slowdown-ratio", "2"], "with --update-baseline"],
    [["--fast"], 'Cannot use the argument "--fast"'],
    [["--include-rust=yes"], 'Cannot use the argument "--include-rust=yes"'],
  ];
  for (const [args, message] of cases) {
    assertThrows(() => parseBackendArguments(args), RangeError, message, args.join(" "));
  }
});

Deno.test("the help names every profile and every flag", () => {
  for (const [name, { about }] of Object.entries(PROFILES)) assertStringIncludes(BACKENDS_HELP, `${name}`, about);
  for (const flag of ["iterations", "warmup", "bars", "profile", "json-out", "baseline-json", "max-slowdown-ratio"]) {
    assertStringIncludes(BACKENDS_HELP, `  --${flag} `);
  }
});

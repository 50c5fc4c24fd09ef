/**
 * Reads the JUnit report that `deno test --junit-path` writes.
 *
 * @module
 */

import type { SkippedTest, Tally } from "./tally.ts";

const CASE = /<testcase\s+([^>]*?)(?:\/>|>(.*?)<\/testcase>)/gs;
const ATTRIBUTE = /([\w-]+)="([^"]*)"/g;
/** An ignored test carries its reason at the end of its name, since the report has no other place for it. */
const REASON = /\s*\(skipped: (.+)\)$/;

/**
 * The tally of a report. A test is counted once, whatever its steps; an ignored step counts as skipped, as what it
 * would have shown was not shown.
 *
 * @throws {TypeError} if the text is not a whole report
 */
export function readJunitReport(text: string): Tally {
  if (!/<testsuites[\s>]/.test(text) || !/<\/testsuites>\s*$|<testsuites[^>]*\/>\s*$/.test(text)) {
    throw new TypeError("Cannot read the test report as it does not hold a whole <testsuites> element");
  }
  let passed = 0;
  const failures: string[] = [];
  const skipped: SkippedTest[] = [];
  const names = new Set<string>();
  for (const match of text.matchAll(CASE)) {
    const attributes = readAttributes(match[1] ?? "");
    const name = attributes.get("name") ?? "";
    const file = attributes.get("classname") ?? "";
    const body = match[2] ?? "";
    const isStep = ancestors(name).some((ancestor) => names.has(`${file}\n${ancestor}`));
    names.add(`${file}\n${name}`);
    if (/<skipped[\s/>]/.test(body)) {
      // Only what was reached has a time. The others were filtered out, which whoever gave the filter asked for.
      if (attributes.has("time")) skipped.push(skippedTest(file, name));
      continue;
    }
    // The test that a step belongs to fails with it.
    if (isStep) continue;
    if (/<(?:failure|error)[\s/>]/.test(body)) failures.push(testTitle(file, name));
    else passed++;
  }
  return { passed, failures, skipped };
}

/** The names that a step's name may begin with: all of `a`, `a > b` for `a > b > c`. */
function ancestors(name: string): string[] {
  const parts = name.split(" > ");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join(" > "));
}

function skippedTest(file: string, name: string): SkippedTest {
  return { name: testTitle(file, name.replace(REASON, "")), reason: REASON.exec(name)?.[1] };
}

/** An example in documentation is named by its own address, so its file need not be said twice. */
function testTitle(file: string, name: string): string {
  return name.startsWith("file:") ? file : `${file}: ${name}`;
}

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const match of text.matchAll(ATTRIBUTE)) attributes.set(match[1] ?? "", unescapeXml(match[2] ?? ""));
  return attributes;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["amp", "&"],
]);

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return ENTITIES.get(name) ?? whole;
  });
}

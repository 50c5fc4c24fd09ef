/**
 * `deno task byte-fuzz`: random bytes to every function of the installed library, in C.
 *
 * @module
 */

import { openLibrary } from "../src/engine/native/library.ts";
import { compileProgram, missingPrograms, runBuiltHere } from "../tests/boundary/c_program.ts";

const HELP = `deno task byte-fuzz [--seconds N] [--seed S] [--rounds N] [--first-round R] [--valgrind | --sanitize]

Builds tests/boundary/byte_fuzz.c against the installed Rust library and runs it: records, configurations, columns and
snapshots that are valid, nearly valid or noise, to every function of the C interface, with null and misaligned pointers.

  --seconds N       begin no further round after so many seconds, 600 by default
  --seed S          seed of all rounds, 1 by default
  --rounds N        run so many rounds instead, however long they take
  --first-round R   begin with this round, to see again what a finding named: --first-round R --rounds 1
  --valgrind        run under valgrind, which sees reads and writes out of bounds and leaks within the library
  --sanitize        build the program with AddressSanitizer, which sees those of the program and of freed memory

Exit code 1 for a finding, 2 for a wrong argument or a tool that is not there.`;

const NUMBERS = ["--seconds", "--seed", "--rounds", "--first-round"];

/** Arguments of the command line. */
interface Arguments {
  readonly program: readonly string[];
  readonly valgrind: boolean;
  readonly sanitize: boolean;
}

function parseArguments(args: readonly string[]): Arguments {
  const program: string[] = [];
  let valgrind = false, sanitize = false;
  for (let at = 0; at < args.length; at++) {
    const name = args[at]!;
    if (name === "--valgrind") valgrind = true;
    else if (name === "--sanitize") sanitize = true;
    else if (!NUMBERS.includes(name)) throw new RangeError(`Cannot use the argument "${name}": see --help`);
    else {
      const value = args[++at];
      if (value === undefined || !/^\d{1,15}$/.test(value)) {
        throw new RangeError(`Cannot use ${name} ${value}: it is a whole number from 0 on`);
      }
      program.push(name, value);
    }
  }
  if (valgrind && sanitize) throw new RangeError("Cannot use --valgrind with --sanitize: choose one of them");
  if (!program.includes("--seconds")) program.push("--seconds", "600");
  return { program, valgrind, sanitize };
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  let parsed: Arguments;
  try {
    parsed = parseArguments(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
  const library = openLibrary(), missing = await missingPrograms(["cc", ...(parsed.valgrind ? ["valgrind"] : [])]);
  if (!library.found) {
    console.error(`Cannot fuzz the library: ${library.message}. To mend it, ${library.remedy}`);
    return 2;
  }
  if (missing.length > 0) {
    console.error(`Cannot fuzz the library: there is no ${missing.join(" and no ")} to run; install it`);
    return 2;
  }
  const folder = await Deno.makeTempDir();
  try {
    const flags = ["-O1", ...(parsed.sanitize ? ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"] : [])];
    const built = await compileProgram("byte_fuzz.c", new URL(`file://${encodeURI(folder)}/`), flags);
    const checked = ["-q", "--error-exitcode=1", "--leak-check=full", "--errors-for-leak-kinds=definite,possible"];
    const exact = parsed.valgrind || parsed.sanitize ? ["--exact"] : [];
    const code = parsed.valgrind
      ? await runBuiltHere("valgrind", [...checked, built, ...parsed.program, ...exact])
      : await runBuiltHere(built, [...parsed.program, ...exact]);
    return code === 0 ? 0 : code === 2 ? 2 : 1;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);

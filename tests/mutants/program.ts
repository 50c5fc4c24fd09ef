/**
 * Runs a program to its end, or to the end of its time.
 *
 * @module
 */

/** How a program ended, and what it said. */
export interface Ended {
  /** Exit code; of a program that was killed by a signal 128 and the signal's number. */
  readonly code: number;
  /** Whether its time was over before it ended. */
  readonly timedOut: boolean;
  /** Standard output, then standard error. */
  readonly text: string;
}

/** Surroundings and limits of a program that is run. */
export interface ProgramOptions {
  /** Working folder. */
  readonly folder: string;
  /** Variables of the environment, beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Seconds after which it is killed. */
  readonly limitSeconds: number;
}

/** Runs a program. */
export async function runProgram(program: string, args: readonly string[], options: ProgramOptions): Promise<Ended> {
  const child = new Deno.Command(program, {
    args: [...args],
    cwd: options.folder,
    env: { ...options.env, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill("SIGKILL");
  }, options.limitSeconds * 1000);
  try {
    const { code, stdout, stderr } = await child.output();
    const decoder = new TextDecoder();
    return { code, timedOut, text: decoder.decode(stdout) + decoder.decode(stderr) };
  } finally {
    clearTimeout(timer);
  }
}

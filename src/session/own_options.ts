/**
 * The options of a run in a session that a run without one does not have, each checked.
 *
 * @module
 */

import { checkedPath, inspected, pathOfUrl, type SystemSignal } from "../host.ts";
import { takenOptions } from "../options.ts";
import type { Params } from "../strategy/strategy.ts";
import { type TakenAlertOptions, takenAlertOptions } from "./alerts.ts";
import { checkKillOn } from "./kill_signals.ts";
import { takenPage } from "./page/page_options.ts";
import type { HowToStop, SessionRunOptions } from "./session_parts.ts";

/** Options of a run beside those of `ct.run`. */
const OWN = ["alerts", "broker", "journal", "killOn", "onStop", "page", "rotateMiB", "signal"] as const;

/** The options of a session's run alone, checked. */
export interface OwnOptions {
  readonly alerts: TakenAlertOptions | undefined;
  readonly journal: string | URL | undefined;
  readonly killOn: readonly SystemSignal[];
  readonly onStop: HowToStop | undefined;
  readonly signal: AbortSignal | undefined;
  readonly page: { readonly port: number } | undefined;
  /** Size that a file of the journal is rotated at; undefined by default. */
  readonly rotateBytes: number | undefined;
}

/** Options that a run in a session has in common with every run. */
export type CommonOptions<P extends Params> = Omit<SessionRunOptions<P>, typeof OWN[number]>;

/** Parts the options of a session's run from those of every run. */
export function ownOptions<P extends Params>(
  options: SessionRunOptions<P>,
): { readonly own: OwnOptions; readonly rest: CommonOptions<P> } {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `Cannot run with options ${inspected(options, 0)}: pass an object, such as { params: { fast: 10 } }`,
    );
  }
  for (const name of ["cash", "commission", "slippage", "logger", "blockBars", "closeAtEnd"]) {
    if ((options as Readonly<Record<string, unknown>>)[name] === undefined) continue;
    const place = name === "logger"
      ? "ct.exchange"
      : name === "closeAtEnd"
      ? 'run.stop("flatten")'
      : name === "blockBars"
      ? "nothing, as turns come one by one"
      : `session.broker({ ${name} })`;
    throw new TypeError(`Cannot use option ${name} of a run in a session: it belongs to ${place}`);
  }
  const { alerts, broker: _, journal, killOn = [], onStop, page, rotateMiB, signal, ...rest } = takenOptions(
    options,
    [...OWN, ...Object.keys(options)],
    {
      noObject: (shown) => `Cannot run with options ${shown}: pass an object, such as { params: { fast: 10 } }`,
      unknown: (name) => `Cannot find option ${inspected(name)}`,
    },
  );
  if (onStop !== undefined) checkStop(onStop);
  checkKillOn(killOn);
  const webhook = alerts === undefined ? undefined : takenAlertOptions(alerts);
  const rotateBytes = rotateMiB === undefined ? undefined : takenRotation(rotateMiB, journal);
  return { own: { alerts: webhook, journal, killOn, onStop, page: takenPage(page), rotateBytes, signal }, rest };
}

/** Returns the size that files of a journal are rotated at, in bytes. */
function takenRotation(rotateMiB: unknown, journal: string | URL | undefined): number {
  if (typeof rotateMiB !== "number" || !(rotateMiB > 0)) {
    throw new RangeError(
      `Cannot use rotateMiB ${
        inspected(rotateMiB, 0)
      }: pass a size in MiB above 0; one that is never reached, such as 1e9, rotates ` +
        "nothing",
    );
  }
  if (journal === undefined) {
    throw new TypeError("Cannot use rotateMiB without a journal: pass journal with its folder, or leave rotateMiB out");
  }
  return rotateMiB * 2 ** 20;
}

/** Rejects what is no end of a run. */
export function checkStop(how: unknown): void {
  if (how === "cancel" || how === "flatten" || how === "keep") return;
  throw new RangeError(`Cannot stop by ${inspected(how, 0)}: pass "cancel", "flatten" or "keep"`);
}

/** Returns the path of a journal's folder. */
export function journalPath(journal: string | URL): string {
  const path = checkedPath(journal, "keep a journal in");
  if (path instanceof URL) return pathOfUrl(path).replace(/\/$/, "");
  if (typeof path === "string" && path !== "") return path;
  throw new TypeError(`Cannot keep a journal in ${inspected(journal, 0)}: pass the path of a folder`);
}

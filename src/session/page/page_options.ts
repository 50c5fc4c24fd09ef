/**
 * The option `page` of a run in a session.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { takenOptions } from "../../options.ts";

/** A page that is asked for: one on a free port, or on a port of one's own. */
export type PageOption = boolean | {
  /** Port on 127.0.0.1, from 1 to 65535. Default: a free one. */
  readonly port?: number;
};

/**
 * Returns the port of a page that is asked for, 0 for a free one, or undefined if none is.
 *
 * @throws {TypeError} If it is neither a boolean nor an object with the option `port` alone.
 * @throws {RangeError} If the port is none.
 */
export function takenPage(page: PageOption | undefined): { readonly port: number } | undefined {
  if (page === undefined || page === false) return undefined;
  if (page === true) return { port: 0 };
  const { port } = takenOptions(page, ["port"], {
    noObject: (shown) => `Cannot serve the page ${shown}: pass true, or an object, such as { port: 8080 }`,
    unknown: (name) => `Cannot use option ${inspected(name)} of a page: there is port`,
  });
  if (port === undefined) return { port: 0 };
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return { port };
  throw new RangeError(`Cannot serve the page on port ${inspected(port, 0)}: pass a whole number from 1 to 65535`);
}

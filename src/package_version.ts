/**
 * The version of this package, as logs name who wrote them.
 *
 * @module
 */

/** Version of this package, the one in `deno.json`. */
export const PACKAGE_VERSION = "0.1.0";

/**
 * The version of this package; logs record it as their writer's.
 *
 * @module
 */

/** Version of this package, the one in `deno.json`. */
export const PACKAGE_VERSION = "0.1.0";

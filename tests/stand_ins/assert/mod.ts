/**
 * A small local stand-in for `jsr:@std/assert`, so that the tests run on a machine that cannot reach a registry.
 *
 * It has the names and the argument orders of the original, and only what the tests of this project use. Where the two
 * differ this one is the stricter: `0` is not `-0`, a hole in an array is not `undefined`, and two objects that keep
 * everything private are equal only when they are one object, as nothing about them could be compared.
 *
 * @module
 */

export * from "./assert.ts";
export * from "./assert_equals.ts";
export * from "./assert_includes.ts";
export * from "./assert_order.ts";
export * from "./assert_throws.ts";
export * from "./assertion_error.ts";

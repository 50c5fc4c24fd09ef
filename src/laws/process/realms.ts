/**
 * Closes the ways to another realm: built-in objects of its own, whose clock and random numbers nobody fixed and whose
 * prototypes nobody froze.
 *
 * The module graph refuses `node:vm` by name. A module of Node can also be reached without its name in the code
 * (`process.getBuiltinModule`, `require`), and then it is the one that is changed here.
 *
 * @module
 */

import vm from "node:vm";

/** Names of the functions and classes of `node:vm` that make a realm, or run code in one. */
const MAKERS = [
  ...["createContext", "runInContext", "runInNewContext", "compileFunction", "SourceTextModule", "SyntheticModule"],
] as const;

/** Makes the functions of `node:vm` that lead to another realm throw, for the rest of the process. */
export function closeRealms(): void {
  const refuse = function (): never {
    throw new Error("Cannot make another realm in a proof, as its clock and its random numbers cannot be fixed");
  };
  const replace = (object: object, name: string): void => {
    if (name in object) Object.defineProperty(object, name, { value: refuse, writable: false, configurable: false });
  };
  for (const name of MAKERS) replace(vm, name);
  // Its named exports stay as they are, and lead here.
  for (const name of ["runInContext", "runInNewContext"]) replace(vm.Script.prototype, name);
}

/**
 * The constants of the contract for C.
 *
 * @module
 */

import { contractSections, derivedSections } from "../../src/contract/layout.ts";
import { BANNER } from "./words.ts";

/** Returns the header of constants. */
export function cHeader(): string {
  const lines = [
    `/* The constants of the contract for C.`,
    ` * ${BANNER} */`,
    `#ifndef CRACKTRADER_CONTRACT_H`,
    `#define CRACKTRADER_CONTRACT_H`,
    ``,
  ];
  for (const section of [...contractSections(), ...derivedSections()]) {
    lines.push(`/* ${section.title} */`);
    for (const { name, value, type } of section.constants) {
      lines.push(`#define CT_${name} ${type === "limit" ? `${value}.0` : value < 0 ? `(${value})` : value}`);
    }
    lines.push(``);
  }
  lines.push(`#endif`, ``);
  return lines.join("\n");
}

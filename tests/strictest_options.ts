/**
 * The strictest options of the TypeScript compiler that Deno knows, beyond those of this project.
 *
 * @module
 */

/** Compiler options by name: every check that TypeScript has is on. */
export const STRICTEST_OPTIONS: Readonly<Record<string, boolean>> = {
  strict: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  erasableSyntaxOnly: true,
  exactOptionalPropertyTypes: true,
  isolatedDeclarations: true,
  noFallthroughCasesInSwitch: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  strictBuiltinIteratorReturn: true,
  useUnknownInCatchVariables: true,
  verbatimModuleSyntax: true,
};

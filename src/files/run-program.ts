import type { SpawnSyncOptionsWithStringEncoding, SpawnSyncReturns } from "node:child_process";

/**
 * Runs a program and waits for its end, as Node's `spawnSync`. Its module is loaded with the first program: most runs
 * start none, and loading it takes time.
 */
export function runProgram(
  file: string,
  args: readonly string[],
  options: SpawnSyncOptionsWithStringEncoding,
): SpawnSyncReturns<string> {
  return process.getBuiltinModule("node:child_process").spawnSync(file, args, options);
}

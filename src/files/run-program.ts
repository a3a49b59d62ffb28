import type { SpawnSyncOptionsWithStringEncoding, SpawnSyncReturns } from "node:child_process";

/**
 * Runs a program and waits for its end; as Node's `spawnSync`, whose module is loaded with the first one: most runs
 * start no program, and it takes a twentieth of their start.
 */
export function runProgram(
  file: string,
  args: readonly string[],
  options: SpawnSyncOptionsWithStringEncoding,
): SpawnSyncReturns<string> {
  return process.getBuiltinModule("node:child_process").spawnSync(file, args, options);
}

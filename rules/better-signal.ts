import type { ProgramRow } from "../src/known/programs/program.ts";

/** The signal on which a program shuts down gracefully, if there is one. */
export function betterSignal(row: ProgramRow): string | undefined {
  return row.gracefulSignal ?? (row.asPid1.SIGTERM === "handled" ? "SIGTERM" : undefined);
}

import type { MemoryFile } from "../src/files/tree.ts";

/**
 * One kind of start-up that grows: its files for a size, as a memory tree with "/app/Dockerfile", and a size to begin
 * with.
 */
export interface Generator {
  readonly name: string;
  readonly start: number;
  readonly files: (n: number) => Readonly<Record<string, MemoryFile>>;
}

export const generators: readonly Generator[];

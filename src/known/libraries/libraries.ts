import type { LibraryRow } from "./library-rows.ts";
import { settingNodeLibraries } from "./node-libraries.ts";
import { quietNodeLibraries } from "./quiet-node-libraries.ts";

/** Every library of Node in the table. */
export const nodeLibraries: readonly LibraryRow[] = [...settingNodeLibraries, ...quietNodeLibraries];

const ofNode = new Map(nodeLibraries.map((row) => [row.name, row]));

/** The row of a library of Node; undefined for one that no table knows. */
export function nodeLibrary(name: string): LibraryRow | undefined {
  return ofNode.get(name);
}

import type { LibraryRow } from "./library-rows.ts";
import { settingNodeLibraries } from "./node-libraries.ts";
import { quietNodeLibraries } from "./quiet-node-libraries.ts";

/** Every library of the table. */
export const libraries: readonly LibraryRow[] = [...settingNodeLibraries, ...quietNodeLibraries];

const byName = new Map(libraries.map((row) => [row.name, row]));

/** The row of a library; undefined for one that no table knows. */
export function libraryNamed(name: string): LibraryRow | undefined {
  return byName.get(name);
}

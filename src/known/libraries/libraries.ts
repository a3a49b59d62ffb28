import type { LibraryRow } from "./library-rows.ts";
import { settingNodeLibraries } from "./node-libraries.ts";
import { settingPythonLibraries } from "./python-libraries.ts";
import { quietPythonLibraries } from "./quiet-python-libraries.ts";
import { quietNodeLibraries } from "./quiet-node-libraries.ts";

/** Every library of Node in the table. */
export const nodeLibraries: readonly LibraryRow[] = [...settingNodeLibraries, ...quietNodeLibraries];

const ofNode = new Map(nodeLibraries.map((row) => [row.name, row]));

/** Every library of Python in the table, by the name that programs import. */
export const pythonLibraries: readonly LibraryRow[] = [...settingPythonLibraries, ...quietPythonLibraries];

const ofPython = new Map(pythonLibraries.map((row) => [row.name, row]));

/** The row of a library of Python; undefined for one that no table knows. */
export function pythonLibrary(name: string): LibraryRow | undefined {
  return ofPython.get(name);
}

/** The row of a library of Node; undefined for one that no table knows. */
export function nodeLibrary(name: string): LibraryRow | undefined {
  return ofNode.get(name);
}

import type { ImageFile } from "../image/files/image-file.ts";
import { parseShell } from "../parse/shell/parse-shell.ts";
import type { Unit } from "../shell/state/unit.ts";

/** A file that is there. */
export type FoundFile = Extract<ImageFile, { kind: "file" }>;

/** A file of the context as a script. */
export function unitOf(path: string, file: FoundFile): Unit {
  return { script: parseShell(file.text), title: path.replace(/^.*\//, ""), locked: lockOf(path, file) };
}

function lockOf(path: string, file: FoundFile): string | undefined {
  if (file.altered !== undefined) return file.altered;
  return file.fixable ? undefined : `${path.replace(/^.*\//, "")} is not a file that may be changed`;
}

import type { MappedText } from "../../text/source.ts";
import type { FoundScript, PackageScript } from "./package-json.ts";

/** What every Procfile runner takes for a process: a name, a colon, a command line. */
const LINE = /^([A-Za-z0-9_-]+):[ \t]*(\S.*)$/gm;

/** More processes of one Procfile than this are not followed. */
const MOST_PROCESSES = 32;

/** Finds a process in the text of a Procfile by its name; without a name, all that there are. */
export function readProcfile(file: MappedText, name: string | undefined, fixable: boolean): FoundScript {
  const found = [...file.text.matchAll(LINE)].filter(([, each]) => name === undefined || each === name);
  const several = { is: "several processes", count: found.length, name } as const;
  if (found.length > MOST_PROCESSES || (name !== undefined && found.length > 1))
    return { kind: "unknown", gap: several };
  const [script, ...beside] = found.map((match) => processIn(file, match, fixable));
  return script ? { kind: "script", script, beside } : { kind: "missing" };
}

function processIn(file: MappedText, match: RegExpExecArray, fixable: boolean): PackageScript {
  const [line, name = "", rest = ""] = match;
  const command = rest.trimEnd();
  const start = match.index + line.indexOf(command, name.length + 1);
  const text = file.slice(start, start + command.length);
  return { file: "Procfile", name, text, extended: false, hooks: [], start: fixable ? text.locate(0, 0) : undefined };
}

import type { MappedText } from "../../text/source.ts";
import type { FoundScript } from "./package-json.ts";

/** What every Procfile runner takes for a process: a name, a colon, a command line. */
const LINE = /^([A-Za-z0-9_-]+):[ \t]*(\S.*)$/gm;

/** Finds a process in the text of a Procfile by its name; without a name, the only one that there is. */
export function readProcfile(file: MappedText, name: string | undefined, fixable: boolean): FoundScript {
  const found = [...file.text.matchAll(LINE)].filter(([, each]) => name === undefined || each === name);
  const [match, ...more] = found;
  if (!match) return { kind: "missing" };
  if (more.length > 0) return { kind: "unknown", gap: { is: "several processes", count: found.length, name } };
  const [line, title = "", rest = ""] = match;
  const command = rest.trimEnd();
  const start = match.index + line.indexOf(command, title.length + 1);
  const text = file.slice(start, start + command.length);
  return {
    kind: "script",
    script: {
      file: "Procfile",
      name: title,
      text,
      extended: false,
      hooks: [],
      start: fixable ? text.locate(0, 0) : undefined,
    },
  };
}

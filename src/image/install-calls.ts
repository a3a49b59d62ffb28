import { parseShell } from "../parse/shell/parse-shell.ts";
import type { Location, MappedText } from "../text/source.ts";
import type { Stage } from "./built-image.ts";
import { certainCommands } from "../parse/shell/calls.ts";
import type { Simple } from "../parse/shell/script-syntax.ts";

/** A call of a package manager that a stage makes for certain, and that keeps what it installs. */
export interface InstallCall {
  readonly manager: "apt" | "apk" | "dnf" | "zypper" | "tdnf";
  /** After its last word: what is put there is one package more. */
  readonly end: Location;
  /** Its last word, which names a package as a rule. */
  readonly last: Location;
}

const managers: readonly {
  readonly manager: InstallCall["manager"];
  readonly name: RegExp;
  readonly verbs: readonly string[];
  readonly not: RegExp;
}[] = [
  {
    manager: "apt",
    name: /^(apt|apt-get)$/,
    verbs: ["install"],
    not: /^(-d|--download-only|--only-upgrade|--reinstall|-s|--dry-run|--simulate)$/,
  },
  // What is named as a group is taken out again by that name.
  { manager: "apk", name: /^apk$/, verbs: ["add"], not: /^(-t|--virtual|--root|-p|--simulate|-s)(=|$)/ },
  { manager: "dnf", name: /^dnf$/, verbs: ["install"], not: /^(--installroot|--downloadonly)(=|$)/ },
  {
    manager: "zypper",
    name: /^zypper$/,
    verbs: ["install", "in"],
    not: /^(--root|-R|--download-only|-d|--dry-run|-D)$/,
  },
  { manager: "tdnf", name: /^tdnf$/, verbs: ["install"], not: /^(--installroot|--downloadonly)(=|$)/ },
];

/** What takes away packages that nobody has asked for by name. */
const sweeps = /\bapt-mark\s+auto\b/;

/** The calls of a stage that a package can be added to. */
export function installCalls(stage: Stage): readonly InstallCall[] {
  const found: InstallCall[] = [];
  for (const { keyword, form, body, heredocs, trigger } of stage.instructions) {
    if (keyword !== "RUN" || trigger || form.kind !== "shell") continue;
    for (const text of heredocs.length > 0 ? heredocs.map((each) => each.body) : [body]) {
      if (!sweeps.test(text.text)) for (const call of callsIn(text)) found.push(call);
    }
  }
  return found;
}

function callsIn(text: MappedText): readonly InstallCall[] {
  const script = parseShell(text);
  if (script.error) return [];
  return certainCommands(script.list).flatMap((command) => callOf(command, text) ?? []);
}

function callOf({ words }: Simple, text: MappedText): InstallCall | undefined {
  const [first, ...rest] = words;
  const name = first?.literal?.replace(/^.*\//, "") ?? "";
  const row = managers.find((each) => each.name.test(name));
  const last = rest.at(-1);
  const verb = row ? rest.findIndex(({ literal }) => row.verbs.includes(literal ?? "")) : -1;
  if (!row || verb < 0 || !last || last === rest[verb] || rest.some(({ literal, raw }) => row.not.test(literal ?? raw)))
    return undefined;
  return { manager: row.manager, end: text.locate(last.end, last.end), last: text.locate(last.start, last.end) };
}

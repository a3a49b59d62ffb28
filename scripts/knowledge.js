import { services } from "../dist/src/known/programs/foreground.js";
import { imageFamilies } from "../dist/src/known/images/image-table.js";
import { programFamilies } from "../dist/src/known/programs/programs.js";
import { nodeLibraries, pythonLibraries } from "../dist/src/known/libraries/libraries.js";
import { shells } from "../dist/src/known/shells/shells.js";
import { wrapperEntries } from "../dist/src/known/wrappers/wrappers.js";

const says = {
  exec: "replaces itself with the program",
  init: "forwards the signal, waits, reaps orphans",
  forward: "forwards the signal and waits",
  kill: "forwards the signal, kills after a time",
  swallow: "does not forward the signal",
  abandon: "exits without waiting for the program",
};

const languages = [
  { language: "Node", rows: nodeLibraries },
  { language: "Python", rows: pythonLibraries },
];
const settings = { loaded: "when loaded", used: "when used", may: "may", never: "no" };
const libraries = languages.flatMap(({ language, rows }) => rows.map((row) => ({ language, row })));

/** The page that shows every row of the tables with its evidence: what a user looks a program up in. */
export function knowledgePage() {
  return `# What pid1lint knows

Generated from the tables in \`src/known\` by \`npm run generate\`. Each row names its evidence: *measured* (run as \
PID 1, the signal sent from
outside), *sourced* (a document or file says so) or *unsourced* (general knowledge; such a row supports no error and \
no safe fix).

## Shells

What \`SHELL -c TEXT\` does with the last command of TEXT: run it in its own place (yes), or as a child that the \
stop signal does not reach (no).

${table(
  [
    "shell",
    "one command",
    "after `&&`",
    "after `;`",
    "with a redirection",
    "in `( )`, `{ }`, if, case",
    "after a background job",
    "evidence",
  ],
  Object.values(shells).map((row) => [
    row.title,
    yes(row.replacesSingle),
    yes(row.replacesAfterAnd),
    yes(row.replacesAfterList),
    yes(row.replacesRedirected),
    yes(row.replacesInCompound),
    yes(row.replacesAfterBackground),
    evidence(row.evidence),
  ]),
)}
## Programs

What a signal does to the program as PID 1: *handled* (it shuts down gracefully), *slow* (after longer than most grace \
periods), *ends* (at once, without clean-up of its own), *ignored* (the kernel discards it), *other* (reload, log \
rotation), *own* (a runtime: the program that it runs decides). *Finishes its work*: whether what is in hand (a \
request, a job, a session; of a data store: all that it confirmed) is finished before it ends, by signal. A column \
that is empty is not known.

${table(
  [
    "program",
    "arguments",
    "SIGTERM",
    "other signals",
    "finishes its work",
    "in the foreground",
    "reaps orphans",
    "evidence",
  ],
  programFamilies.flatMap((family) =>
    family.cases.map(({ pattern, row }) => {
      const program = row(family.names[0]);
      const { SIGTERM = "", ...others } = program.asPid1;
      const rest = Object.entries(others)
        .map(([signal, effect]) => `${signal.slice(3)}: ${effect}`)
        .join(", ");
      return [
        family.names.map(code).join(", "),
        pattern === "" ? "" : pattern === "$" ? "none" : code(pattern),
        SIGTERM,
        rest,
        work(program.waits),
        life(program),
        program.reaps === "unknown" ? "" : yes(program.reaps),
        [program.evidence, program.waitsEvidence].filter(Boolean).map(evidence).join("; work in hand: "),
      ];
    }),
  ),
)}
## Libraries

What a library does about signals in the program that uses it. *Sets a handler*: when it is loaded, by one of some \
calls (with a \`?\` in front, of an object of any type), or *may*: it has code that does, and when that runs is not \
known. *Finishes its work*: whether its handler lets the requests in hand be answered; a column that is empty is not \
known. [What to write](your-code.md) where none is set.

${table(
  ["library", "language", "sets a handler", "for", "finishes its work", "not with", "perhaps with", "evidence"],
  libraries
    .filter(({ row }) => !isQuiet(row))
    .map(({ language, row }) => [
      code(row.name),
      language,
      settings[row.sets] ?? `by ${row.sets.map(code).join(", ")}`,
      row.signals.map((signal) => signal.slice(3)).join(", "),
      row.waits === "unknown" ? "" : yes(row.waits),
      (row.unless ?? []).map(code).join(", "),
      (row.mayBy ?? []).map(circumstance).join(", "),
      evidence(row.evidence),
    ]),
)}
${languages.map(quiet).join("\n")}
## Services in the foreground

What takes the place of \`service NAME start\`, which forks away.

${table(
  ["service", "before it", "in the foreground", "evidence"],
  Object.entries(services).map(([name, { before, command, evidence: source }]) => [
    code(name),
    before === undefined ? "" : code(before),
    code(command),
    evidence(source),
  ]),
)}
## Inits and wrappers

${table(
  ["program", "what it does", "reaps orphans as PID 1", "evidence"],
  wrapperEntries.map((row) => [
    row.names.map(code).join(", ") +
      (row.syntax.when === undefined ? "" : ` with ${code(row.syntax.when)}`) +
      (row.syntax.member === true ? ", a shell's job" : "") +
      (row.syntax.sub === undefined ? "" : ` ${code(row.syntax.sub)}`),
    says[row.kind] + (row.killsAfter === undefined ? "" : ` (${row.killsAfter / 1000} s)`),
    row.kind === "exec" ? "" : yes(row.reaps),
    evidence(row.evidence),
  ]),
)}
## Base images

What a published image sets for the images built on it; variants by tag are in the table's source. An empty cell is \
not known, "none" is known.

${table(
  ["image", "built on", "ENTRYPOINT", "CMD", "STOPSIGNAL", "init", "evidence"],
  imageFamilies.map(({ repositories, systems, settings, evidence: why }) => [
    repositories.map(code).join(", "),
    systems.join(", "),
    words(settings.entrypoint),
    words(settings.cmd),
    settings.stopSignal === null ? "none" : (settings.stopSignal ?? ""),
    settings.init ?? "",
    evidence(why),
  ]),
)}`;
}

/** Whether a library sets no handler, in no circumstances. */
const isQuiet = ({ sets, mayBy }) => sets === "never" && mayBy === undefined;

/** The libraries of a language that set no handler, by their names only. */
function quiet({ language, rows }) {
  const names = rows.filter(isQuiet).map(({ name }) => name);
  return (
    `${names.length} libraries of ${language} are known to set none; each has its evidence in ` +
    `\`src/known/libraries\`:\n\n${wrapped(names.toSorted().map(code).join(", "))}\n`
  );
}

/** Words in lines of the width of this repository. */
function wrapped(text) {
  return text.replaceAll(/(.{1,118})(?: |$)/g, "$1\n").trimEnd();
}

/** What makes it uncertain: a call, a variable of the environment, a distribution. */
function circumstance(text) {
  if (text.startsWith("$")) return `${code(text.slice(1))} in the environment`;
  if (text.startsWith("+")) return `the distribution ${code(text.slice(1))}`;
  const [, name, version] = /^-(.*)@(\d+)$/.exec(text.replace(/\(\?:(.*?)\)\?/, "$1")) ?? [];
  if (name !== undefined) return `no distribution ${code(name)} ${version} or later`;
  return code(text);
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return `${line(head)}${line(head.map(() => "---"))}${rows.map(line).join("")}`;
}

/** "TERM, INT: no; QUIT: yes" */
function work(waits) {
  const on = (does) => Object.keys(waits).filter((signal) => waits[signal] === does);
  return [false, true]
    .filter((does) => on(does).length > 0)
    .map(
      (does) =>
        `${on(does)
          .map((signal) => signal.slice(3))
          .join(", ")}: ${yes(does)}`,
    )
    .join("; ");
}

function life(row) {
  if (row.daemonizes)
    return row.foreground === undefined ? "forks away" : `forks away; ${code(row.foreground)} keeps it`;
  if (row.oneShot) return "ends by itself";
  return row.longRunning ? "stays" : "";
}

const yes = (value) => (value ? "yes" : "no");
const code = (text) => `\`${text}\``;
const words = (value) => (value === null ? "none" : value === undefined ? "" : code(JSON.stringify(value)));
const evidence = ({ kind, source }) => `${kind}: ${source}`;

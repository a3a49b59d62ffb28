import { readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rules } from "../dist/rules/index.js";
import { isComposeName, isDockerfileName, isYamlName } from "../dist/src/files/names.js";
import { basename, memoryTree } from "../dist/src/files/tree.js";
import { lint } from "../dist/src/lint/lint.js";
import { everyGrammar, loadGrammars } from "../dist/src/parse/source/grammars.js";
import { engineChecks } from "../dist/src/lint/check-messages.js";
import { noteWords } from "../dist/src/stop/wording/note-words.js";
import { reasonKinds, reasonWords } from "../dist/src/stop/wording/reason-words.js";

const home = new URL("../", import.meta.url);

await loadGrammars(everyGrammar);

/** The page that shows all messages with an example each, so that they can be read in one sitting. */
export function messagesPage() {
  const linted = contexts().map(({ files, paths }) => lintAll(memoryTree(files), paths));
  const runs = [...linted, ...engineRuns()];
  const findings = runs.flatMap(({ diagnostics }) => diagnostics);
  const paths = runs.flatMap(({ projects }) =>
    projects.flatMap(({ images }) => images.flatMap(({ startUp }) => startUp.paths)),
  );
  return `# What pid1lint says

Written by \`npm run generate\`: every message by rule and kind, every fix, and what the trace says, each with an \
example from the rules' pages and the fixtures. A kind is what a JSON report has as \`reason.kind\`.

## Rules

${rules.map((rule) => section(rule, findings)).join("\n")}
## Checks of pid1lint itself

${engineChecks.map((check) => section(check, findings)).join("\n")}
## Why the outcome is what it is

What \`pid1lint trace\` says of a way through the start-up.

${reasonTable([nothing, ...paths.flatMap(({ reason, onSignal }) => [reason, onSignal.reason])])}
## What each process does

What stands beside a process in the tree.

${noteTable(paths.flatMap(({ notes }) => notes.filter((note) => note !== undefined)))}`;
}

function section({ id, summary, kinds }, findings) {
  const own = findings.filter(({ rule }) => rule === id);
  const rows = kinds.map((kind) => {
    const found = own.filter(({ reason }) => reason.kind === kind);
    const severities = ["error", "warning", "info"].filter((each) => found.some(({ severity }) => severity === each));
    return [code(kind), severities.join(", "), shortest(found.map(({ message }) => message))];
  });
  const fixes = fixRows(own.flatMap((finding) => finding.fixes));
  return `### ${id}

${summary}.

${table(["kind", "severity", "example"], rows)}${fixes.length > 0 ? `\n${table(["fix", "example"], fixes)}` : ""}`;
}

/** One example of each fix: the shortest title of its shape. */
function fixRows(fixes) {
  const shapes = new Map();
  for (const { title, applicability } of fixes) {
    const shape = `${applicability} ${shapeOf(title)}`;
    const known = shapes.get(shape);
    if (!known || title.length < known.title.length) shapes.set(shape, { title, applicability });
  }
  return [...shapes.values()]
    .map(({ title, applicability }) => [applicability, cell(title)])
    .sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
}

/** A title without what changes from case to case: advice has its reason there, which is no part of it. */
function shapeOf(title) {
  if (title.startsWith("By hand")) return title.replace(/^By hand[^:]*: /, "").replaceAll(signal, "SIGTERM");
  return title
    .replace(/: .*/, "")
    .replace(/ \[.*\]$/, "")
    .replaceAll(/service \S+(, service \S+)*/g, "service")
    .replaceAll(signal, "SIGTERM")
    .replace(/before (?!the ).*, so/, "before it, so")
    .replace(/\S*\d\S*/g, "");
}

const signal = /SIG[\w+-]+/g;

/** Of an empty chain of processes, which no file of ours can lead to. */
const nothing = { kind: "nothing runs" };

const order = ["safe", "unsafe", "manual"];

function reasonTable(reasons) {
  return table(
    ["kind", "example"],
    reasonKinds.map((kind) => [code(kind), shortest(reasons.filter((each) => each.kind === kind).map(reasonWords))]),
  );
}

function noteTable(notes) {
  const byWords = new Map(
    notes.map((note) => [
      noteWords(note)
        .replaceAll(signal, "SIGTERM")
        .replace(/[\d.]+ s$/, "2 s"),
      note.kind,
    ]),
  );
  const rows = [...byWords].map(([words, kind]) => [code(kind), cell(words)]);
  return table(["kind", "words"], rows.sort(byText));
}

function byText([one, a], [other, b]) {
  const [first, second] = [one + a, other + b];
  return first < second ? -1 : Number(first > second);
}

function shortest(messages) {
  const [first] = messages.toSorted((one, other) => one.length - other.length || (one < other ? -1 : 1));
  return first === undefined ? "" : cell(first);
}

function table(head, rows) {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

function code(text) {
  return `\`${text}\``;
}

function cell(text) {
  return text.replaceAll("|", "\\|").replaceAll("<", "\\<").replaceAll("\n", " ");
}

function lintAll(tree, paths) {
  return lint(tree, paths, { rules, severities: new Map(), project: () => ({ top: "/" }) });
}

/** Files that cannot be read, or that pid1lint fails on: no page has them. */
function engineRuns() {
  const branches = Array.from({ length: 30 }, (_, index) => `if [ "$A${index}" ]; then p${index} & fi\n`).join("");
  const manyWays = { text: `#!/bin/sh\n${branches}exec app\n`, executable: true };
  const text = "FROM debian:12-slim\n";
  const unreadable = (entry) => ({ read: (path) => (path === "/Dockerfile" ? entry : { kind: "missing" }) });
  const broken = {
    read(path) {
      if (path === "/Dockerfile") throw new Error("an example");
      return { kind: "missing" };
    },
  };
  return [
    lintAll(unreadable({ kind: "unreadable", reason: "permission denied" }), ["/Dockerfile"]),
    lintAll(unreadable({ kind: "missing" }), ["/Dockerfile"]),
    lintAll(unreadable({ kind: "outside" }), ["/Dockerfile"]),
    lintAll(broken, ["/Dockerfile"]),
    lintAll(memoryTree({ "/Dockerfile": `# pid1lint-disable-file no-such-rule\n${text}` }), ["/Dockerfile"]),
    lintAll(memoryTree({ "/Dockerfile": `# pid1lint-disable-file missing-exec\n${text}CMD ["app"]\n` }), [
      "/Dockerfile",
    ]),
    lintAll(memoryTree({ "/Dockerfile": `${text}COPY r.sh /\nCMD ["/r.sh"]\n`, "/r.sh": manyWays }), ["/Dockerfile"]),
    lint(
      memoryTree({ "/a/compose.yaml": "services: {web: {build: ../b}}\n", "/b/Dockerfile": text }),
      ["/a/compose.yaml"],
      { rules, severities: new Map(), project: () => ({ top: "/a", bounds: ["/a"] }) },
    ),
  ];
}

/** The small build contexts of the pages and the fixtures. */
function contexts() {
  const pages = [...filesIn("rules", /^(?!_).*\.md$/), ...filesIn("fixtures/hazards", /\.md$/), "fixtures/reasons.md"];
  const examples = pages.flatMap((name) => examplesOf(readFileSync(new URL(name, home), "utf8")));
  const cases = readdirSync(new URL("fixtures/cases", home)).map((name) => {
    const files = {};
    for (const path of filesIn(`fixtures/cases/${name}`, /^(?!expected)/)) {
      const file = fileURLToPath(new URL(path, home));
      const place = path.slice(`fixtures/cases/${name}`.length);
      files[place] = { text: readFileSync(file, "utf8"), executable: (statSync(file).mode & 0o111) !== 0 };
    }
    return { files, paths: Object.keys(files).filter(isLinted).sort() };
  });
  return [...examples, ...cases];
}

function isLinted(path) {
  const name = basename(path);
  return isDockerfileName(name) || isComposeName(name) || (isYamlName(name) && !path.includes("/templates/"));
}

/** What stands under each heading, as test/examples.ts reads it. */
function examplesOf(markdown) {
  return markdown.split(/^#{1,6} .*$/m).flatMap((section) => {
    const files = {};
    const unlinted = [];
    for (const [, info = "", text = ""] of section.matchAll(/^```(.*)\n([^]*?)^```$/gm)) {
      const [, path, mode, alone] = /^\S+ (\S+)(?: mode=(644|755))?( unlinted)?$/.exec(info) ?? [];
      if (path === undefined || /^(text (report|fixes)|diff .*)$/.test(info)) continue;
      const place = new URL(path, "file:///").pathname;
      files[place] = { text: unspelt(text), executable: mode === undefined ? text.startsWith("#!") : mode === "755" };
      if (alone !== undefined) unlinted.push(place);
    }
    const paths = Object.keys(files).filter((path) => isLinted(path) && !unlinted.includes(path));
    return paths.length > 0 ? [{ files, paths: paths.sort() }] : [];
  });
}

function unspelt(text) {
  return text
    .replaceAll("␍", "\r")
    .replaceAll("␀BOM", "\uFEFF")
    .replace(/␀EOF\n$/, "");
}

function filesIn(where, pattern) {
  return readdirSync(new URL(where, home), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(fileURLToPath(home).length))
    .filter((name) => pattern.test(name.slice(where.length + 1)))
    .sort();
}

import type { Known } from "../../text/diagnostic.ts";
import type { ShellRow } from "../../known/shells/shells.ts";
import { resolve } from "../../files/tree.ts";
import { parseReference } from "../../known/images/images.ts";
import type { NamedScript } from "../../known/wrappers/named-script.ts";
import { deafNpm, hasDeafNpm } from "../../known/wrappers/npm.ts";
import type { Wrapped, WrapperRow } from "../../known/wrappers/wrappers.ts";
import { parent, single } from "../chain.ts";
import type { Hop, Role } from "../process.ts";
import type { RunnerGap } from "../unresolved.ts";
import { launchOwnShell } from "./runner-shell.ts";
import { mentions, runTexts } from "../../image/packages.ts";
import { extend, quote, readScript, stringMember } from "./package-json.ts";
import type { FoundScript, PackageScript } from "./package-json.ts";
import { readProcfile } from "./procfile.ts";
import { launchShell } from "../start-shell.ts";
import { plainCommand } from "../../shell/plain-command.ts";
import type { Chain, How, Situation } from "../situation.ts";
import { fixedField } from "../../shell/state/field.ts";
import { rootBaseOf } from "../../image/stages.ts";
import { shellsNamed } from "../../shell/shells-named.ts";
import type { Field } from "../../shell/state/field.ts";

/** A runner as it is in an image, and the shell that it gives a script to. */
interface Runner {
  readonly row: WrapperRow;
  readonly shell: "sh" | "bash" | "own";
  /** In this version it signals all that it has started. */
  readonly everyone?: Known<boolean>;
}

/** The version from which pnpm signals the whole process group: measured with 8, 9, 10 and 12. */
const GROUP_PNPM = 12;

/** A runner's command line, and the script that it names. */
interface RunnerCall {
  readonly wrapped: Wrapped;
  readonly named: NamedScript;
  readonly self: Hop;
}

/**
 * Follows `npm start` and its like: the script that package.json, deno.json or a Procfile gives a name, in the shell
 * that the runner gives it to.
 */
export function launchScript(
  argv: readonly Field[],
  { wrapped, named, self }: RunnerCall,
  situation: Situation,
): readonly Chain[] {
  const { row } = wrapped;
  const stop = (gap: RunnerGap, to: Wrapped = wrapped): readonly Chain[] =>
    parent(self, { kind: "wrapper", wrapped: to }, [
      single({ hops: [], role: { kind: "unknown", why: { kind: "runner", gap } } }),
    ]);
  const cwd = folderOf(named, situation.cwd);
  if (cwd === "unknown") return stop({ is: "folder", actor: row.name, file: named.file });
  const runner = runnerOf(wrapped, cwd, situation);
  if (!runner) return stop({ is: "version", actor: row.name }, { ...wrapped, row: { ...row, kind: "forward" } });
  const actual: Wrapped = { ...wrapped, row: runner.row, everyone: runner.everyone === true || wrapped.everyone };
  const inside: Situation = { ...situation, cwd };
  const found = findScript(named, cwd, inside);
  if (found.kind === "unknown") return stop(found.gap, actual);
  const words = named.words.map((index) => argv[index]?.value ?? "unknown");
  if (words.includes("unknown")) return stop({ is: "arguments", actor: row.name, script: titleOf(named) }, actual);
  if (found.kind === "missing") {
    // Others than npm and deno then look for a program of that name.
    if (row.name === "npm" || row.name === "deno" || named.file === "Procfile")
      return stop({ is: "no such script", file: named.file, name: named.name }, actual);
    const how: How = { kind: "fork", via: row.name, at: argv[named.at]?.text?.locate() };
    const command = argv.slice(named.at);
    return parent(
      self,
      { kind: "wrapper", wrapped: actual },
      runner.row.kind === "abandon"
        ? launchThrough(shellsNamed("sh", inside.image.sh) ?? [], command, how, inside)
        : situation.launch(command, how, inside),
    );
  }
  return [found.script, ...(found.beside ?? [])].flatMap((each) => {
    const script = extend(each, words);
    const role: Role = { kind: "wrapper", wrapped: actual, script };
    const chains = launchText(script, runner, inside);
    // Without a shell in between it does not matter.
    const matters = runner.everyone === "unknown" && chains.some(({ processes: [head] }) => head.role.kind === "shell");
    return matters ? stop({ is: "version", actor: row.name }, actual) : parent(self, role, chains);
  });
}

/** "the start script of package.json", "web of the Procfile". */
function titleOf({ file, name }: NamedScript): string {
  return file === "Procfile" ? `${name ?? "the process"} of the Procfile` : `the ${name} script of ${file}`;
}

function launchText(script: PackageScript, { row, shell }: Runner, situation: Situation): readonly Chain[] {
  const how: How = { kind: "fork", via: script.file, at: script.text.locate() };
  // Ruby takes plain words for a program, anything else for a shell's text.
  if (shell === "own" || (row.name === "foreman" && plainCommand(script.text)))
    return launchOwnShell(script, how, situation);
  const fields = [fixedField(shell), fixedField("-c"), { value: script.text.text, text: script.text, fixed: true }];
  return launchShell(fields, shellsNamed(shell, situation.image.sh) ?? [], how, situation);
}

/** Follows a command whose words are handed to a shell as one text. */
export function launchThrough(
  shell: readonly ShellRow[],
  command: readonly Field[],
  how: How,
  situation: Situation,
): readonly Chain[] {
  const values = command.map((field) => field.value);
  const text = values.includes("unknown") ? "unknown" : values.map(quote).join(" ");
  return launchShell([fixedField("sh"), fixedField("-c"), fixedField(text)], shell, how, situation);
}

/** What a wrapper does in the version that the base image has. */
export function asInstalled(row: WrapperRow, { image }: Situation): WrapperRow {
  const base = rootBaseOf(image.stage);
  if ((row.name !== "npm" && row.name !== "npx") || base.kind !== "image" || base.ref === "unknown") return row;
  const { repository, tag } = parseReference(base.ref);
  const deaf = repository === "node" && hasDeafNpm(tag) && !mentions(image, /\bnpm@|\bcorepack\b/);
  return deaf ? { ...row, kind: "swallow", evidence: deafNpm } : row;
}

function folderOf(named: NamedScript, cwd: Known<string>): Known<string> {
  const { directory } = named;
  if (directory === "unknown" || (cwd === "unknown" && !directory?.startsWith("/"))) return "unknown";
  return directory === undefined ? cwd : resolve(cwd === "unknown" ? "/" : cwd, directory);
}

function findScript(named: NamedScript, cwd: string, { context, image }: Situation): FoundScript {
  if (named.path === "unknown") return { kind: "unknown", gap: { is: "which file", file: named.file } };
  const files = named.file === "deno.json" ? ["deno.json", "deno.jsonc", "package.json"] : [named.path ?? named.file];
  let gap: RunnerGap | undefined;
  for (const name of files) {
    const file = context.lookup(image.stage, resolve(cwd, name));
    const kind = name === "package.json" ? name : named.file;
    if (file.kind === "file") {
      if (file.altered !== undefined)
        return { kind: "unknown", gap: { is: "altered", file: name, cause: file.altered } };
      if (kind === "Procfile") return readProcfile(file.text, named.name, file.fixable);
      return readScript(file.text, kind, named.name ?? "", file.fixable);
    }
    const cause = file.kind === "unknown" ? file.reason : undefined;
    gap ??= { is: "not in sources", script: titleOf(named), cause };
  }
  return { kind: "unknown", gap: gap ?? { is: "which file", file: named.file } };
}

/** The runner as installed; undefined for a yarn whose version nothing tells. */
function runnerOf({ row }: Wrapped, cwd: string, situation: Situation): Runner | undefined {
  switch (row.name) {
    case "deno":
      return { row, shell: "own" };
    // It takes bash where there is one, as in every image with Debian's or Red Hat's userland.
    case "bun":
      return {
        row,
        shell: situation.image.sh === "dash" || String(situation.image.sh).startsWith("bash") ? "bash" : "sh",
      };
    case "pnpm": {
      const version = pnpmVersion(cwd, situation);
      return { row, shell: "sh", everyone: version === undefined ? "unknown" : version >= GROUP_PNPM };
    }
    case "yarn":
    case "yarnpkg": {
      const version = yarnVersion(cwd, situation);
      if (version === undefined) return undefined;
      return version === 1 ? { row, shell: "sh" } : { row: { ...row, kind: "forward" }, shell: "own" };
    }
    default:
      return { row, shell: "sh" };
  }
}

/**
 * pnpm's major version, by what the project says and the build installs; the newest where a build installs no version
 * by name. Undefined where nothing tells, and for 11, which was not measured.
 */
function pnpmVersion(cwd: string, { context, image }: Situation): number | undefined {
  const json = context.lookup(image.stage, `${cwd}/package.json`);
  const project = json.kind === "file" ? stringMember(json.text, "packageManager") : undefined;
  const texts = [project ?? "", ...runTexts(image.stage).map(({ text }) => text)];
  for (const text of texts) {
    const major = /\bpnpm@v?(\d+)/.exec(text)?.[1];
    if (major !== undefined) return Number(major) === GROUP_PNPM - 1 ? undefined : Number(major);
  }
  const newest = /\bpnpm@latest\b|\bnpm\s+(?:i|install|add)\s[^\n;&|]*\bpnpm(?![@\w/-])/;
  return texts.some((text) => newest.test(text)) ? GROUP_PNPM : undefined;
}

/** Yarn's major version, 2 for all later ones, by what the project says and the base image has. */
function yarnVersion(cwd: string, { context, image }: Situation): 1 | 2 | undefined {
  const read = (name: string): string | undefined => {
    const file = context.lookup(image.stage, `${cwd}/${name}`);
    return file.kind === "file" ? file.text.text : undefined;
  };
  const json = context.lookup(image.stage, `${cwd}/package.json`);
  const named = /^yarn@(\d+)/.exec((json.kind === "file" && stringMember(json.text, "packageManager")) || "")?.[1];
  if (named !== undefined) return named === "1" ? 1 : 2;
  if (read(".yarnrc.yml") !== undefined) return 2;
  const lock = read("yarn.lock");
  if (lock !== undefined) return /^__metadata:/m.test(lock) ? 2 : 1;
  return image.base?.name === "node" ? 1 : undefined;
}

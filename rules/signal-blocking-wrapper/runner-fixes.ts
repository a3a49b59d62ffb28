import type { Fix } from "../../src/text/edits.ts";
import type { Process } from "../../src/startup/process.ts";
import { jsonArray } from "../../src/remedies/arrays.ts";
import { plainCommand } from "../../src/shell/plain-command.ts";
import type { Path } from "../../src/stop/start-up.ts";
import type { WrapperKind } from "../../src/known/wrappers/wrapper-rows.ts";
import { isForDevelopment } from "../../src/stop/severity.ts";
import { isLost } from "../../src/stop/verdict.ts";
import type { Image } from "../../src/image/built-image.ts";

/**
 * Programs that an image has in its PATH whatever runs them; others may come from node_modules/.bin, which only the
 * runner's PATH has.
 */
const anywhere = /^(node|nodejs|bun|deno|python[\d.]*|ruby|php|java)$/;

/**
 * What a wrapper does with the stop signal on this way, with what stands behind it. One that forwards it to a shell in
 * between, which is killed by it, does the program as little good as one that exits: `shell killed`, or `shell in
 * doubt` where the script that the shell runs is not in the sources.
 */
export function effectOf(
  process: Process,
  path: Path,
  image: Image,
): WrapperKind | "shell killed" | "shell in doubt" | undefined {
  if (process.role.kind !== "wrapper") return undefined;
  const { row, inner, everyone } = process.role.wrapped;
  if (row.kind !== "forward" || everyone) return row.kind;
  const child = path.processes[path.processes.indexOf(process) + 1]?.role;
  const lost = isLost(path);
  const handed = inner.kind === "script" || (inner.kind === "argv" && (inner.through !== undefined || inner.login));
  if (handed && child?.kind === "shell" && child.state.traps.size === 0 && lost) return "shell killed";
  // A script that is not in the sources is hardly one with exec.
  const unseen =
    inner.kind === "script" &&
    child?.kind === "unknown" &&
    process.role.script === undefined &&
    (row.name === "npm" || row.name === "pnpm");
  return unseen && image.sh === "dash" ? "shell in doubt" : row.kind;
}

/** Ways to start the program of a package.json script without anything in between, best first. */
export function runnerFixes(process: Process, path: Path, image: Image): readonly Fix[] {
  return isForDevelopment(path)
    ? []
    : [startDirectly(process, image), execInScript(process, path)].filter((fix) => fix !== undefined);
}

/**
 * The script's program in place of `npm start` or `honcho start`: of one literal command without scripts before or
 * after it.
 */
function startDirectly({ role, hops }: Process, image: Image): Fix | undefined {
  const hop = hops.at(-1);
  if (
    role.kind !== "wrapper" ||
    !role.script ||
    role.wrapped.inner.kind !== "script" ||
    !hop ||
    image.cmd.by.kind !== "instruction"
  )
    return undefined;
  const { script } = role;
  const { form } = image.cmd.by.instruction;
  const command = plainCommand(script.text);
  if (
    !command ||
    !anywhere.test(command[0] ?? "") ||
    script.hooks.length > 0 ||
    role.wrapped.inner.script.directory !== undefined
  )
    return undefined;
  const words = form.kind === "exec" ? form.words : [];
  const [first] = words;
  const last = words.at(-1);
  if (
    !first ||
    !last ||
    words.length !== hop.argv.length ||
    hop.cwd !== image.workdir.value ||
    !words.every((word, index) => word.text === hop.argv[index]?.text)
  )
    return undefined;
  const text = jsonArray(command).slice(1, -1);
  const lost = `it loses the variables and the PATH that ${role.wrapped.row.name} sets`;
  const title = `Start the program itself: ${jsonArray(command)} (${lost})`;
  return {
    title,
    applicability: "unsafe",
    edits: [{ path: first.at.path, start: first.at.start, end: last.at.end, text }],
  };
}

/** `exec ` in the script, where the shell that runs it is the one that stands in the way. */
function execInScript(process: Process, path: Path): Fix | undefined {
  const { role } = process;
  const child = path.processes[path.processes.indexOf(process) + 1]?.role;
  if (
    role.kind !== "wrapper" ||
    !role.script?.start ||
    role.wrapped.row.kind !== "forward" ||
    child?.kind !== "shell" ||
    child.steady.kind !== "foreground"
  )
    return undefined;
  const { running } = child.steady;
  const word = running.node.kind === "simple" ? running.node.words[0] : undefined;
  if (
    !word ||
    running.how !== "foreground" ||
    running.notTail ||
    running.unit !== child.unit ||
    child.state.traps.size > 0 ||
    child.state.jobs.length > 0
  )
    return undefined;
  const { path: file, start } = child.unit.script.text.locate(word.start, word.start);
  const where =
    role.script.file === "Procfile"
      ? "the Procfile"
      : "the package.json script (cmd.exe, which npm uses on Windows, has no exec)";
  const title = `Put \`exec\` before the program in ${where}`;
  return { title, applicability: "unsafe", edits: [{ path: file, start, end: start, text: "exec " }] };
}

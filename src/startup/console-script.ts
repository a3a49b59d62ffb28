import { findProgram } from "../known/programs/programs.ts";
import type { ProgramRow } from "../known/programs/program.ts";
import type { BuildContext } from "../image/build-context.ts";
import type { Dockerfile } from "../parse/dockerfile/syntax.ts";
import type { Situation } from "./situation.ts";

/** An installer of Python's that is given the project itself: `pip install .`, `poetry install`, `uv sync`. */
const installs = new RegExp(
  [
    String.raw`\b(?:pip[\d.]*|pipx|uv|flit)\b[^\n;&|]{0,400} (?:\.|\.\/|\/[\w./-]{1,200})(?:\[[\w,-]*\])?(?=\s|$)`,
    String.raw`\b(?:poetry|pdm|uv|hatch)\b[^\n;&|]{0,100} (?:install|sync)\b`,
  ].join("|"),
);

/** Files in which a Python project names the commands that it installs. */
const files = ["pyproject.toml", "setup.cfg", "setup.py"];

/** Longer ones are not looked through, in characters. */
const longest = 100_000;

/**
 * The interpreter's row for a command that installing the project of the build context makes: a script that calls a
 * function of the user's own (`[project.scripts]`). Undefined for any other.
 */
export function consoleScript(name: string, { image, context }: Situation): ProgramRow | undefined {
  const base = name.replace(/^.*\//, "");
  if (!/^[\w.-]{1,100}$/.test(base) || !installsProject(image.dockerfile)) return undefined;
  return consoleTarget(base, context) && findProgram(["python3", base]);
}

/** What a command that a Python project installs calls: `name = "pkg.mod:main"`. */
export function consoleTarget(
  base: string,
  context: Pick<BuildContext, "source">,
): { readonly module: string; readonly called: string } | undefined {
  const key = `[ \\t]{0,40}["']?${base.replaceAll(/[.-]/g, "\\$&")}["']?[ \\t]{0,40}`;
  const named = new RegExp(`^${key}=[ \\t]{0,40}["']?([\\w.]{1,200})[ \\t]{0,8}:[ \\t]{0,8}(\\w+)`, "m");
  for (const file of files) {
    const text = context.source(file)?.text ?? "";
    const [, module, called] = (text.length <= longest && named.exec(text)) || [];
    if (module !== undefined && called !== undefined) return { module, called };
  }
  return undefined;
}

/** By Dockerfile: each of its images asks. */
const installing = new WeakMap<Dockerfile, boolean>();

function installsProject(dockerfile: Dockerfile): boolean {
  const known = installing.get(dockerfile);
  if (known !== undefined) return known;
  const installed = dockerfile.instructions.some(({ keyword, body, heredocs }) => {
    const texts = [body, ...heredocs.map((each) => each.body)];
    return keyword === "RUN" && texts.some(({ text }) => installs.test(text));
  });
  installing.set(dockerfile, installed);
  return installed;
}

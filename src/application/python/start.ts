import { join, resolve } from "../../files/tree.ts";
import { valuesOf } from "../../shell/expansion/expand.ts";
import { consoleTarget } from "../../startup/console-script.ts";
import type { Process } from "../../startup/process.ts";
import type { Known } from "../../text/diagnostic.ts";
import type { BuildContext } from "../../image/build-context.ts";
import type { Image } from "../../image/built-image.ts";
import { operandOf } from "../../known/programs/programs.ts";
import { runTexts } from "../../image/packages.ts";
import { pythonShelf, searchPath } from "./python-closure.ts";
import type { pythonClosure, PythonStart } from "./python-closure.ts";

/** Files of a project that say what it needs. */
const requirements = [
  "requirements.txt",
  "requirements/base.txt",
  "pyproject.toml",
  "Pipfile",
  "setup.py",
  "setup.cfg",
];

interface Files {
  readonly image: Image;
  readonly context: BuildContext;
}

/** Whether a process is an interpreter of Python, by itself or for a command that installing the project makes. */
export function isPython({ hops, role }: Process): boolean {
  const name = hops.at(-1)?.argv[0]?.value.replace(/^.*\//, "") ?? "";
  return isInterpreter(name) || (role.kind === "program" && role.own && role.row !== undefined);
}

function isInterpreter(name: string): boolean {
  return /^(?:python|pypy)[\d.]*$/.test(name);
}

/** What a process is told of the program that it runs, whatever file that is. */
function told({ hops }: Process, { image, context }: Files): Omit<PythonStart, "entry"> & { readonly path: string } {
  const hop = hops.at(-1);
  const argv = valuesOf(hop?.argv ?? []);
  const name = (argv[0] ?? "").replace(/^.*\//, "");
  const env = (key: string): Known<string> | undefined => hop?.env.get(key)?.value ?? image.env.get(key);
  const base = { cwd: hop?.cwd ?? "unknown", env };
  if (!isInterpreter(name)) {
    const target = consoleTarget(name, context);
    return { ...base, module: target?.module, called: target?.called, path: "" };
  }
  const operand = operandOf(argv);
  const module = operand?.option === "-m" && operand.value !== "unknown" ? operand.value : undefined;
  return { ...base, module, called: undefined, path: module === undefined ? (operand?.value ?? "") : "" };
}

/** The start of a program whose entry file is found, and the files that it may import. */
export function pythonStart(
  entry: { readonly path: string; readonly source: { readonly stage: Image["stage"] } },
  process: Process,
  files: Files,
): Parameters<typeof pythonClosure> {
  const { module, called, cwd, env } = told(process, files);
  const { image, context } = files;
  const named = requirements.flatMap((name) => context.source(name)?.text.slice(0, 200_000) ?? []);
  return [
    { entry: entry.path, module, called, cwd, env },
    pythonShelf(context, entry.source.stage),
    [...named, ...runTexts(image.stage).map(({ text }) => text)],
  ];
}

/** Where the entry file of a program of Python may stand, in the order in which it is looked for. */
export function pythonEntries(process: Process, files: Files): readonly string[] {
  const { path, module, called, cwd, env } = told(process, files);
  if (module === undefined) {
    if (cwd === "unknown" && !path.startsWith("/")) return [];
    const at = resolve(cwd === "unknown" ? "/" : cwd, path);
    return [at, join(at, "__main__.py")];
  }
  const parts = module.replaceAll(".", "/");
  const endings =
    called === undefined ? [`${parts}/__main__.py`, `${parts}.py`] : [`${parts}.py`, `${parts}/__init__.py`];
  const shelf = pythonShelf(files.context, files.image.stage);
  const entry = join(cwd === "unknown" ? "/" : cwd, "__main__.py");
  const folders = searchPath({ entry, module, cwd, env }, shelf);
  return folders.flatMap((folder) => endings.map((each) => join(folder, each)));
}

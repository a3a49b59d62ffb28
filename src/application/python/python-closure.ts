import { dirname, join, resolve } from "../../files/tree.ts";
import type { BuildContext } from "../../image/build-context.ts";
import type { Stage } from "../../image/built-image.ts";
import { pythonLibraries, pythonLibrary } from "../../known/libraries/libraries.ts";
import type { Known } from "../../text/diagnostic.ts";
import type { MappedText } from "../../text/source.ts";
import { follow } from "../follow-imports.ts";
import type { Closure, Language } from "../follow-imports.ts";
import { factsOf } from "./python-facts.ts";
import { findModules } from "./python-modules.ts";
import type { Shelf } from "./python-modules.ts";

/** How a program of Python is started, as far as its imports depend on it. */
export interface PythonStart {
  readonly entry: string;
  /** `python -m MODULE`. */
  readonly module: string | undefined;
  /** The function that a command of its project calls: the entry is a module then. */
  readonly called: string | undefined;
  readonly cwd: Known<string>;
  /** The value of an environment variable; undefined: it is not set. */
  env(name: string): Known<string> | undefined;
}

const serving = ["serve_forever"];
const staying = [
  ...serving,
  "while True",
  "run_forever",
  "signal.pause",
  "asyncio.Event.wait()",
  "threading.Event.wait()",
  "asyncio.Future",
];

const python: Language = {
  name: "python",
  libraryNamed: pythonLibrary,
  serving: (closure) => [...serving, ...runsOf(closure, true)],
  staying: (closure) => [...staying, ...runsOf(closure, false)],
  servers: new Set(pythonLibraries.filter(({ runs }) => runs?.serves).map(({ name }) => name)),
  exactly: ({ facts }) => facts,
  eachRuns: false,
  uses: () => true,
  doing: ({ set: { does } }, closure) => {
    if (does === "closes") return "acts";
    if (does !== "unwinds") return does;
    const soft = closure.files.some(({ facts }) => facts.calls.has("softens"));
    const running = [...closure.libraries.keys()].flatMap((name) => pythonLibrary(name)?.runs ?? []);
    return soft || running.some(({ cutByExit }) => !cutByExit) ? "acts" : "exits";
  },
};

/** Functions of the libraries of a program with which it goes on. */
function runsOf({ libraries }: Closure, serves: boolean): readonly string[] {
  const runs = [...libraries.keys()].flatMap((name) => pythonLibrary(name)?.runs ?? []);
  return runs.filter((each) => each.serves || !serves).flatMap(({ calls }) => calls);
}

/** Files of the image of a stage, as imports find them. */
export function pythonShelf(
  context: BuildContext,
  stage: Stage,
): Shelf & { text(path: string): MappedText | undefined } {
  const found = new Map<string, MappedText | undefined>();
  const text = (path: string): MappedText | undefined => {
    if (!found.has(path)) {
      const file = context.lookup(stage, path);
      found.set(path, file.kind === "file" && file.altered === undefined ? file.text : undefined);
    }
    return found.get(path);
  };
  return { text, has: (path) => text(path) !== undefined, names: (folder) => context.names(stage, folder) };
}

/** Follows what a program of Python imports. */
export function pythonClosure(
  start: PythonStart,
  shelf: ReturnType<typeof pythonShelf>,
  required: readonly string[],
): Closure {
  const { entry, module, called } = start;
  const folders = searchPath(start, shelf);
  const preloads = module === undefined ? [] : [module.includes(".") ? module.replace(/\.[^.]*$/, "") : module];
  return follow(entry, preloads, {
    language: python,
    text: shelf.text,
    // The interpreter decides what a file is by what it is given, not by the file's name.
    facts: (path, text) => {
      if (path !== entry && !path.endsWith(".py")) return undefined;
      const facts = factsOf(text, path === entry && called === undefined);
      return path === entry && called !== undefined ? { ...facts, given: new Set([...facts.given, called]) } : facts;
    },
    modules: (from, specifier) => findModules(from, specifier, folders, shelf),
    holds: (condition) => {
      const name = condition.slice(1);
      if (condition.startsWith("+")) return isRequired(name, required);
      if (condition.startsWith("-")) return !isRequired(name, required);
      return condition.startsWith("$") && isSwitchedOn(start.env(name));
    },
  });
}

/** Whether a variable is set to something that is not "no". */
function isSwitchedOn(value: Known<string> | undefined): boolean {
  return value !== undefined && !/^(?:|0|false|no|off|production)$/i.test(value);
}

/** Whether texts ask for a distribution, "name@2" of a major version or later, or of any. */
function isRequired(condition: string, texts: readonly string[]): boolean {
  const [name = "", least] = condition.split("@", 2);
  const version = "(?:[=~<>!]=?=?\\s*[\"']?[\\^~]?(\\d+))?";
  const extras = "(?:\\[[^\\]]*\\])?";
  const asked = new RegExp(`(?<![\\w.-])${name.replaceAll(".", "[.-]?")}${extras}["']?\\s*${version}(?![\\w-])`, "gi");
  const found = texts.flatMap((text) => [...text.matchAll(asked)]);
  return (
    found.length > 0 &&
    found.every(
      ([whole, major]) => major === undefined || (!whole.includes("<") && Number(major) >= Number(least ?? 0)),
    )
  );
}

/** sys.path: the program's folder or the working directory, PYTHONPATH, and what installing the project adds. */
export function searchPath({ entry, module, cwd, env }: Omit<PythonStart, "called">, shelf: Shelf): readonly string[] {
  const own = module === undefined ? [dirname(entry)] : cwd === "unknown" ? [] : [cwd];
  const told = env("PYTHONPATH") ?? "";
  const added = told === "unknown" || cwd === "unknown" ? [] : told.split(":").filter(Boolean);
  const above: string[] = cwd === "unknown" ? [] : [cwd];
  for (let at = dirname(entry); at !== "/" && above.length < 12; at = dirname(at)) above.push(at);
  const projects = above.filter((each) => projectFiles.some((name) => shelf.has(join(each, name))));
  return [
    ...new Set([
      ...own,
      ...added.map((each) => resolve(cwd === "unknown" ? "/" : cwd, each)),
      ...projects.flatMap((each) => [each, join(each, "src")]),
    ]),
  ];
}

/** Files that make a folder a project which can be installed. */
const projectFiles = ["pyproject.toml", "setup.py", "setup.cfg"];

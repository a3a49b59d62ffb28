import { resolve } from "../files/tree.ts";
import { valuesOf } from "../shell/expansion/expand.ts";
import { operandOf } from "../known/programs/programs.ts";
import type { Location } from "../text/source.ts";
import type { BuildContext } from "../image/build-context.ts";
import type { Image } from "../image/built-image.ts";
import type { Process } from "../startup/process.ts";

/** The file in which a runtime starts to read the user's program. */
export type Entry =
  | { readonly kind: "file"; readonly path: string; readonly at: Location; readonly text: string }
  /** Why it cannot be told: it is in no file of the context, or no file at all (`node -e`). */
  | { readonly kind: "none"; readonly reason: string };

/** What a program does with a signal, as far as its source tells. */
type Handling = "handles" | "does not" | "unknown";

/**
 * How programs of a language, by the end of their file's name, set a handler; where comments of theirs begin, which set
 * none.
 */
const languages: readonly {
  readonly files: RegExp;
  readonly lines: RegExp;
  readonly sets: (name: string) => RegExp;
}[] = [
  {
    files: /\.[cm]?[jt]sx?$/,
    lines: /\/\*|(?<![:"'`\\])\/\/.*$/gm,
    sets: (name) =>
      new RegExp(`\\bprocess\\s*\\.\\s*(?:on|once|addListener|prependListener)\\s*\\(\\s*["'\`]${name}["'\`]`),
  },
  {
    files: /\.py$/,
    lines: /#.*$/gm,
    sets: (name) =>
      new RegExp(
        "\\b(?:signal|add_signal_handler)\\s*\\(\\s*(?:signal\\s*\\.\\s*)?(?:Signals\\s*\\.\\s*)?" +
          `${name}\\s*,(?!\\s*(?:signal\\s*\\.\\s*)?SIG_)`,
      ),
  },
  {
    files: /\.p[lm]$/,
    lines: /#.*$/gm,
    sets: (name) => new RegExp(`\\$SIG\\{\\s*["']?${name.slice(3)}["']?\\s*\\}\\s*=(?!\\s*["'](?:IGNORE|DEFAULT))`),
  },
  {
    files: /\.php$/,
    lines: /\/\*|\/\/.*$|#.*$/gm,
    sets: (name) => new RegExp(`\\bpcntl_signal\\s*\\(\\s*${name}\\s*,(?!\\s*SIG_)`),
  },
];

/**
 * A text without its comments: what the pattern finds to the end of a line, and from a slash and a star to the next
 * that close them, in one pass.
 */
function uncommented(text: string, lines: RegExp): string {
  let kept = "";
  let at = 0;
  let open = true;
  for (const { 0: found, index } of text.matchAll(lines)) {
    if (index < at) continue;
    let end = index + found.length;
    if (found === "/*") {
      const close: number = open ? text.indexOf("*/", end) : -1;
      // Where nothing closes any more, what opens further on is no comment either.
      open = close >= 0;
      if (!open) continue;
      end = close + 2;
    }
    kept += text.slice(at, index);
    at = end;
  }
  return kept + text.slice(at);
}

/**
 * Whether a program handles a signal, by the text of its entry file. A handler that stands there in plain words is
 * taken for one; that none stands there says nothing: frameworks and other files of the program set handlers too, so
 * "does not" is not said yet.
 */
export function handlingOf(entry: Entry, signal: string): Handling {
  if (entry.kind !== "file") return "unknown";
  const language = languages.find(({ files }) => files.test(entry.path));
  return language?.sets(signal).test(uncommented(entry.text, language.lines)) === true ? "handles" : "unknown";
}

/** What a runtime takes a name for that is no file: in the order in which it looks. */
const suffixes = new Map<string, readonly string[]>([
  ["node", ["", ".js", ".json", "/index.js"]],
  ["nodejs", ["", ".js", ".json", "/index.js"]],
  ["bun", ["", ".ts", ".tsx", ".js", ".mjs", "/index.ts", "/index.js"]],
  ["python", ["", "/__main__.py"]],
  ["python3", ["", "/__main__.py"]],
]);

/** An image and the files in it, where programs are looked for. */
export interface Files {
  readonly image: Image;
  readonly context: BuildContext;
}

type Hop = Process["hops"][number];

/** What has been found: several that look at a start-up ask for the same. */
const found = new WeakMap<BuildContext, WeakMap<Hop, Entry>>();

/** The entry file of `node server.js`, `python -m pkg` and their like; undefined for a program of another kind. */
export function entryOf({ hops, role }: Process, files: Files): Entry | undefined {
  const hop = hops.at(-1);
  if (!hop || role.kind !== "program" || !role.row || role.own) return undefined;
  const known = found.get(files.context) ?? new WeakMap<Hop, Entry>();
  found.set(files.context, known);
  const entry = known.get(hop) ?? entryNamed(hop, files);
  known.set(hop, entry);
  return entry;
}

function entryNamed({ argv, cwd }: Hop, { image, context }: Files): Entry {
  const none = (reason: string): Entry => ({ kind: "none", reason });
  const name = argv[0]?.value.replace(/^.*\//, "") ?? "";
  const operand = operandOf(valuesOf(argv));
  if (!operand) return none(`${name} is given no program`);
  const { value, option } = operand;
  if (value === "unknown") return none(`which program ${name} runs is known only when the container runs`);
  if (option !== undefined && option !== "-m" && option !== "-f" && option !== "-s")
    return none(`${name} is given its program on the command line`);
  const module = value.replaceAll(".", "/");
  const candidates =
    option === "-m"
      ? [`${module}/__main__.py`, `${module}.py`]
      : (suffixes.get(name) ?? [""]).map((suffix) => `${value}${suffix}`);
  for (const candidate of candidates) {
    if (cwd === "unknown" && !candidate.startsWith("/")) return none(`the folder of ${value} is not known`);
    const path = resolve(cwd === "unknown" ? "/" : cwd, candidate);
    const file = context.lookup(image.stage, path);
    if (file.kind === "file")
      return { kind: "file", path, at: file.text.locate(0, 0), text: file.altered === undefined ? file.text.text : "" };
  }
  return none(`${value} is not in the build context`);
}

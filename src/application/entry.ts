import { resolve } from "../files/tree.ts";
import { valuesOf } from "../shell/expansion/expand.ts";
import { operandOf } from "../known/programs/programs.ts";
import type { Location } from "../text/source.ts";
import type { BuildContext } from "../image/build-context.ts";
import type { Image, Stage } from "../image/built-image.ts";
import type { StagePath } from "../image/files/copied-from.ts";
import type { ImageFile } from "../image/files/image-file.ts";
import type { Process } from "../startup/process.ts";
import { shelfOf } from "./javascript/closure.ts";
import { isPython, pythonEntries } from "./python/start.ts";
import { local } from "./javascript/modules.ts";

/** `path`: as the runtime has it; `source`: the file to read, of which the build may have made it, with its text. */
export interface EntryFile {
  readonly kind: "file";
  readonly path: string;
  readonly at: Location;
  readonly text: string;
  readonly source: StagePath;
}

/** The file in which a runtime starts to read the user's program. */
export type Entry =
  | EntryFile
  /** Why it cannot be told: it is in no file of the context, or no file at all (`node -e`). */
  | { readonly kind: "none"; readonly reason: string };

/** What a runtime takes a name for that is no file: in the order in which it looks. */
const suffixes = new Map<string, readonly string[]>([
  ["node", ["", ".js", ".json", "/index.js"]],
  ["nodejs", ["", ".js", ".json", "/index.js"]],
  ["bun", ["", ".ts", ".tsx", ".js", ".mjs", "/index.ts", "/index.js"]],
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
export function entryOf(process: Process, files: Files): Entry | undefined {
  const { hops, role } = process;
  const hop = hops.at(-1);
  if (!hop || role.kind !== "program" || !role.row) return undefined;
  const known = found.get(files.context) ?? new WeakMap<Hop, Entry>();
  found.set(files.context, known);
  const entry = known.get(hop) ?? (isPython(process) ? pythonEntry : entryNamed)(process, files);
  known.set(hop, entry);
  return entry;
}

const none = (reason: string): Entry => ({ kind: "none", reason });

function pythonEntry(process: Process, files: Files): Entry {
  const { image, context } = files;
  const argv = valuesOf(process.hops.at(-1)?.argv ?? []);
  const name = (argv[0] ?? "").replace(/^.*\//, "");
  const operand = operandOf(argv);
  const own = process.role.kind === "program" && process.role.own;
  if (!operand && !own) return none(`${name} is given no program`);
  if (operand?.value === "unknown") return none(`which program ${name} runs is known only when the container runs`);
  if (operand?.option === "-c") return none(`${name} is given its program on the command line`);
  const entries = pythonEntries(process, files);
  if (entries.length === 0) return none(`the folder of ${operand?.value ?? name} is not known`);
  for (const path of entries) {
    const file = context.lookup(image.stage, path);
    if (file.kind === "file") return entryAt(path, { stage: image.stage, path }, file);
  }
  return none(`${operand?.value ?? name} is not in the build context`);
}

function entryNamed({ hops }: Process, { image, context }: Files): Entry {
  const argv = hops.at(-1)?.argv ?? [];
  const cwd = hops.at(-1)?.cwd ?? "unknown";
  const name = argv[0]?.value.replace(/^.*\//, "") ?? "";
  const operand = operandOf(valuesOf(argv));
  if (!operand) return none(`${name} is given no program`);
  const { value, option } = operand;
  if (value === "unknown") return none(`which program ${name} runs is known only when the container runs`);
  if (option !== undefined && option !== "-f" && option !== "-s")
    return none(`${name} is given its program on the command line`);
  const candidates = (suffixes.get(name) ?? [""]).map((suffix) => `${value}${suffix}`);
  for (const candidate of candidates) {
    if (cwd === "unknown" && !candidate.startsWith("/")) return none(`the folder of ${value} is not known`);
    const path = resolve(cwd === "unknown" ? "/" : cwd, candidate);
    const file = context.lookup(image.stage, path);
    if (file.kind === "file") return entryAt(path, { stage: image.stage, path }, file);
  }
  const made = scripted.has(name)
    ? sourceOf(resolve(cwd === "unknown" ? "/" : cwd, value), image.stage, context)
    : undefined;
  return made ?? none(`${value} is not in the build context`);
}

/** Runtimes of JavaScript. */
const scripted: ReadonlySet<string> = new Set(["node", "nodejs", "bun", "ts-node"]);

function entryAt(path: string, source: StagePath, file: Extract<ImageFile, { kind: "file" }>): Entry {
  const { text, altered } = file;
  return { kind: "file", path, at: text.locate(0, 0), text: altered === undefined ? text.text : "", source };
}

/** The source of a file that a build makes, or of what `node FOLDER` loads, here or in a stage that is copied from. */
function sourceOf(path: string, stage: Stage, context: BuildContext): Entry | undefined {
  let at: StagePath = { stage, path };
  for (let hops = 0; hops < mostHops; hops++) {
    const shelf = shelfOf(context, at.stage);
    const found = local(at.path, at.path, shelf);
    if (found.kind === "file") {
      const file = context.lookup(at.stage, found.path);
      if (file.kind === "file") return entryAt(path, { stage: at.stage, path: found.path }, file);
    }
    const from = context.copiedFrom(at.stage, at.path);
    if (!from) return undefined;
    at = from;
  }
  return undefined;
}

/** Most stages that a file is copied through. */
const mostHops = 20;

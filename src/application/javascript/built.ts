import { basename, dirname, inside, join, relative, resolve } from "../../files/tree.ts";
import type { ProjectFiles } from "./project-files.ts";

/** What TypeScript, swc, esbuild and their like are called in a RUN or in a script of package.json. */
const compiles = /\b(?:tsc|esbuild|tsup|swc|babel|rollup|webpack|ncc|tsdown|pkgroll|rspack|tspc|ttsc|build)\b/;

/** A file that the build makes, and what is known of the sources and the commands around it. */
export interface Made {
  readonly path: string;
  /** Command lines of the stage that makes it. */
  readonly commands: readonly string[];
  readonly files: ProjectFiles;
  has(path: string): boolean;
}

/**
 * The source that a compiler or bundler has made a file of JavaScript from: where tsconfig.json's outDir and rootDir,
 * or the compiler's own arguments, say it. Undefined where no compiler runs, or no source stands there.
 */
export function sourceBehind({ path, commands, files, has }: Made): string | undefined {
  if (!/\.[cm]?js$/.test(path)) return undefined;
  const own = files.packageAbove(dirname(path));
  const all = [...commands, ...(own?.scripts.values() ?? [])];
  if (!commands.some((each) => compiles.test(each))) return undefined;
  for (const source of [...toldBy(path, all, own?.folder ?? "/"), ...mapped(path, files, own?.folder ?? "/")])
    for (const candidate of twins(source)) if (candidate !== path && has(candidate)) return candidate;
  return undefined;
}

/** The sources that a file of JavaScript may be made of, one for each ending. */
function twins(path: string): readonly string[] {
  if (/\.[cm]?tsx?$/.test(path)) return [path];
  return [
    path.replace(/\.([cm]?)js$/, ".$1ts"),
    path.replace(/\.js$/, ".tsx"),
    path.replace(/\.[cm]?js$/, ".ts"),
    path,
  ];
}

/** By tsconfig.json; else by the folders that people use. */
function mapped(path: string, files: ProjectFiles, top: string): readonly string[] {
  const config = files.configAbove(dirname(path));
  if (config?.outDir !== undefined && inside(config.outDir, path)) {
    const rest = relative(config.outDir, path);
    const roots = config.rootDir === undefined ? [config.folder, join(config.folder, "src")] : [config.rootDir];
    return [...roots, ...(config.rootDir === undefined ? [] : [config.folder])].map((root) => join(root, rest));
  }
  const rest = relative(top, path).split("/").slice(1).join("/");
  return rest === "" || rest.startsWith("..") ? [] : [join(top, "src", rest), join(top, rest)];
}

/** By the arguments of a bundler: `esbuild src/a.ts --outfile=dist/b.js`, `swc src -d dist`. */
function toldBy(path: string, commands: readonly string[], top: string): readonly string[] {
  const found: string[] = [];
  for (const command of commands.flatMap((each) => each.split(/&&|\|\||;|\n/))) {
    if (!compiles.test(command)) continue;
    const words = command.split(/\s+/).filter((word) => word !== "" && !/^["']/.test(word));
    const entries = words.filter((word) => /\.[cm]?[jt]sx?$/.test(word) && !word.startsWith("-"));
    const [entry] = entries;
    const file = option(words, /^(?:--outfile|-o|--output)$/);
    if (entry !== undefined && file !== undefined && resolve(top, file) === path) found.push(resolve(top, entry));
    const folder = option(words, /^(?:--out-dir|--outdir|-d|--outDir|--dist-dir)$/);
    const from = words[words.findIndex((word) => /(?:^|\/)(?:swc|babel)$/.test(word)) + 1];
    if (folder === undefined || !inside(resolve(top, folder), path)) continue;
    const rest = relative(resolve(top, folder), path);
    const stem = (each: string): string => basename(each).replace(/\.\w+$/, "");
    for (const each of entries) if (stem(each) === stem(path)) found.push(resolve(top, each));
    if (from !== undefined && !from.startsWith("-")) found.push(join(resolve(top, from), rest), join(top, rest));
  }
  return found;
}

function option(words: readonly string[], name: RegExp): string | undefined {
  for (const [index, word] of words.entries()) {
    const [key = "", value] = word.split("=", 2);
    if (name.test(key)) return value ?? words[index + 1];
  }
  return undefined;
}

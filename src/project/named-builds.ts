import type { FileTree } from "../files/tree.ts";
import { join, resolve, unrecorded } from "../files/tree.ts";
import { parseYaml, scalarOf, valueOf } from "../parse/yaml/yaml.ts";
import type { YamlNode } from "../parse/yaml/yaml.ts";
import { Source } from "../text/source.ts";
import type { Known } from "../text/diagnostic.ts";
import { buildersInFolder } from "./builders.ts";

/** An image that a file of the repository builds, and the name that it gives it. */
export interface NamedBuild {
  /** The file that says so. */
  readonly from: string;
  /** "corp/base:1"; where a variable makes the tag, "corp/base". */
  readonly name: string;
  readonly dockerfile: string;
  readonly context: string;
  readonly target: string | undefined;
  readonly args: ReadonlyMap<string, Known<string>>;
}

/** What a file builds, as it says by itself. */
type Build = Omit<NamedBuild, "from">;

/** Files longer than this are not looked at for commands, in characters. */
const longest = 200_000;

/** More commands than this of one file are not looked at. */
const mostBuilds = 200;

const byFolder = new WeakMap<FileTree, Map<string, readonly NamedBuild[]>>();

/**
 * The builds that the files of a folder name: compose files, bake files, makefiles, scripts, workflows. Who rests on
 * one of them reads the file that it is from: most of those that are looked through here name none.
 */
export function namedBuildsIn(tree: FileTree, folder: string): readonly NamedBuild[] {
  const folders = byFolder.get(tree) ?? new Map<string, readonly NamedBuild[]>();
  byFolder.set(tree, folders);
  const known = folders.get(folder);
  if (known) return known;
  const found = unrecorded(() => lookIn(tree, folder));
  folders.set(folder, found);
  return found;
}

function lookIn(tree: FileTree, folder: string): readonly NamedBuild[] {
  const found: NamedBuild[] = buildersInFolder(tree, folder).flatMap(({ deployment, image: { build } }) => {
    const name = build.tag === undefined ? undefined : nameOf(build.tag);
    return name === undefined || !deployment.place ? [] : [{ ...build, name, from: deployment.place.path }];
  });
  const add = (from: string, builds: readonly Build[]): void => {
    for (const build of builds) found.push({ ...build, from });
  };
  for (const name of namesIn(tree, folder)) {
    const path = join(folder, name);
    if (/^(GNU)?makefile$|\.mk$|^justfile$|^Taskfile\.ya?ml$|\.sh$|^\.gitlab-ci\.yml$|^Jenkinsfile$/i.test(name))
      add(path, commandBuilds(textAt(tree, path), folder));
    else if (/^docker-bake(\.override)?\.hcl$/.test(name)) add(path, bakeBuilds(textAt(tree, path), folder));
  }
  const workflows = join(folder, ".github/workflows");
  for (const name of namesIn(tree, workflows)) {
    if (!/\.ya?ml$/.test(name)) continue;
    const path = join(workflows, name);
    const text = textAt(tree, path);
    add(path, [...commandBuilds(text, folder), ...actionBuilds(path, text, folder)]);
  }
  return found;
}

function namesIn(tree: FileTree, folder: string): readonly string[] {
  const entry = tree.read(folder);
  return entry.kind === "directory" ? entry.names : [];
}

function textAt(tree: FileTree, path: string): string {
  const entry = tree.read(path);
  return entry.kind === "file" && entry.text.length <= longest ? entry.text : "";
}

/** A name without a tag that only a run of the build knows; undefined where the name itself is open. */
function nameOf(tag: string): string | undefined {
  const plain = tag.replace(/^["']|["']$/g, "");
  const colon = plain.lastIndexOf(":");
  const name = colon > plain.lastIndexOf("/") && /[${]/.test(plain.slice(colon)) ? plain.slice(0, colon) : plain;
  return name === "" || name === "unknown" || /[$\s{}]/.test(name) ? undefined : name;
}

/** `docker build -t NAME -f FILE FOLDER`, in whatever text. */
function commandBuilds(text: string, folder: string): readonly Build[] {
  const found: Build[] = [];
  if (!text.includes("build")) return found;
  for (const line of text.replaceAll("\\\n", " ").split(/\n|&&|;/)) {
    const command = /\b(?:docker|podman|nerdctl|buildah)(?: +buildx| +image)? +(?:build|bud) +(.*)$/.exec(line)?.[1];
    if (command === undefined) continue;
    for (const each of buildsOf(command.split(/\s+/).filter(Boolean), folder)) found.push(each);
    if (found.length >= mostBuilds) break;
  }
  return found;
}

const valued = new RegExp(
  "^(-[tf]|--(tag|file|target|build-arg|platform|label|cache-from|cache-to|output|progress|network|secret|ssh" +
    "|iidfile))$",
);

function buildsOf(words: readonly string[], folder: string): readonly Build[] {
  const names: string[] = [];
  let file: string | undefined;
  let target: string | undefined;
  let context = ".";
  const take = (option: string, value: string): void => {
    const plain = value.replace(/^["']|["']$/g, "");
    if (/^(-t|--tag)$/.test(option)) names.push(plain);
    else if (/^(-f|--file)$/.test(option)) file = plain;
    else if (option === "--target") target = plain;
  };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const equals = /^(--[\w-]+)=(.*)$/.exec(word);
    if (equals) take(equals[1] ?? "", equals[2] ?? "");
    else if (valued.test(word)) take(word, words[++at] ?? "");
    else if (!word.startsWith("-") && /^[\w./"'-]+$/.test(word)) context = word.replace(/["']/g, "");
  }
  if ([file, target, context].some((each) => each?.includes("$"))) return [];
  const root = resolve(folder, context);
  const dockerfile = file === undefined ? join(root, "Dockerfile") : resolve(folder, file);
  return names.flatMap((each) => {
    const name = nameOf(each);
    return name === undefined ? [] : [{ name, dockerfile, context: root, target, args: new Map() }];
  });
}

/** Steps of a workflow that use docker/build-push-action. */
function actionBuilds(path: string, text: string, folder: string): readonly Build[] {
  if (!text.includes("build-push-action")) return [];
  const found: Build[] = [];
  const visit = (node: YamlNode | undefined, depth: number): void => {
    if (!node || node.kind === "scalar" || depth > 12) return;
    const inner = node.kind === "map" ? node.entries.map(({ value }) => value) : node.items;
    const inputs = valueOf(node, "with");
    const uses = scalarOf(node, "uses")?.text.text ?? "";
    if (inputs && /^docker\/build-push-action/.test(uses)) {
      const input = (key: string): string | undefined => scalarOf(inputs, key)?.text.text;
      const words = [
        ...(input("tags") ?? "").split(/[\n,]/).flatMap((tag) => (tag.trim() === "" ? [] : ["-t", tag.trim()])),
        ...(["file", "target"] as const).flatMap((key) => {
          const value = input(key);
          return value === undefined ? [] : [`--${key}`, value];
        }),
      ];
      for (const each of buildsOf([...words, input("context") ?? "."], folder)) found.push(each);
    }
    for (const each of inner) visit(each, depth + 1);
  };
  for (const document of parseYaml(new Source(path, text)).documents) visit(document, 0);
  return found.slice(0, mostBuilds);
}

/** Targets of a bake file, by their tags, and by the names that other targets give them as contexts. */
function bakeBuilds(text: string, folder: string): readonly Build[] {
  const targets = new Map<string, Build>();
  const found: Build[] = [];
  const links: (readonly [name: string, target: string])[] = [];
  for (const block of text.split(/^target\s+/m).slice(1, mostBuilds)) {
    const id = /^"?([\w-]+)"?\s*\{/.exec(block)?.[1];
    const setting = (key: string): string | undefined =>
      new RegExp(`^[ \\t]*${key}\\s*=\\s*"([^"$]*)"`, "m").exec(block)?.[1];
    const context = resolve(folder, setting("context") ?? ".");
    const build = {
      name: "",
      context,
      dockerfile: join(context, setting("dockerfile") ?? "Dockerfile"),
      target: setting("target"),
      args: new Map<string, Known<string>>(),
    };
    if (id !== undefined) targets.set(id, build);
    const list = /^[ \t]*tags\s*=\s*\[([^\]]*)\]/m.exec(block)?.[1] ?? "";
    for (const [, tag = ""] of list.matchAll(/"([^"]*)"/g)) {
      const name = nameOf(tag);
      if (name !== undefined) found.push({ ...build, name });
    }
    const contexts = /^[ \t]*contexts\s*=\s*\{([^}]*)\}/m.exec(block)?.[1] ?? "";
    for (const [, name = "", target = ""] of contexts.matchAll(/"?([\w./:-]{1,200})"?\s*[=:]\s*"target:([\w-]+)"/g))
      links.push([name, target]);
  }
  for (const [name, target] of links) {
    const build = targets.get(target);
    if (build) found.push({ ...build, name });
  }
  return found;
}

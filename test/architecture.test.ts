import { existsSync, readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { rules } from "../rules/index.ts";
import { basename, dirname, join, resolve } from "../src/files/tree.ts";

const root = dirname(dirname(new URL(import.meta.url).pathname));

function filesBelow(folder: string): readonly string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => /\.[jt]s$/.test(name))
    .map((name) => `${folder}/${name}`)
    .sort();
}

const ours = [...filesBelow("src"), ...filesBelow("rules")];
const isOurs = (path: string): boolean => /^(?:src|rules)\//.test(path);
const read = (path: string): string => readFileSync(join(root, path), "utf8");

/**
 * What a file imports: paths of ours from the package's folder, names of packages without what follows them, modules of
 * Node as they stand.
 */
function importsOf(path: string): readonly string[] {
  const names = [
    ...read(path).matchAll(/^(?:import|export)\b[^;]*?\bfrom "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
  return names.map((name) =>
    name.startsWith(".")
      ? resolve(`/${dirname(path)}`, name).slice(1)
      : (/^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name),
  );
}

describe("imports", () => {
  test("nothing that the library without a disk reaches imports a module of Node", () => {
    const reached = new Set(["src/browser.ts"]);
    for (const path of reached) {
      for (const imported of importsOf(path).filter((each) => isOurs(each))) reached.add(imported);
    }
    expect([...reached].filter((path) => importsOf(path).some((each) => each.startsWith("node:")))).toEqual([]);
    expect(reached.size).toBeGreaterThan(100);
  });

  test("the packages imported are the dependencies", () => {
    const { dependencies }: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
      read("package.json"),
    );
    const packages = ours.flatMap(importsOf).filter((each) => !isOurs(each) && !each.startsWith("node:"));
    expect([...new Set(packages)].sort()).toEqual(Object.keys(dependencies).sort());
  });
});

describe("the house", () => {
  const all = [...ours, ...filesBelow("test")];

  test("no file has more than 500 lines", () => {
    const long = all.filter((path) => !path.endsWith(".test.ts") && read(path).split("\n").length > 501);
    expect(long).toEqual([]);
  });

  test("no line has more than 120 columns", () => {
    const wide = [...all, ...filesBelow("scripts"), ...filesBelow("bench")]
      .filter((path) => !path.endsWith(".test.ts"))
      .flatMap((path) => [...read(path).split("\n").entries()].map(([index, line]) => ({ path, index, line })))
      .filter(({ line }) => [...line].length > 120)
      .map(({ path, index }) => `${path}:${index + 1}`);
    expect(wide).toEqual([]);
  });

  test("no folder has more than 15 files", () => {
    const count = new Map<string, number>();
    for (const path of ours) count.set(dirname(path), (count.get(dirname(path)) ?? 0) + 1);
    expect([...count].filter(([, number]) => number > 15)).toEqual([]);
  });

  test("no base name occurs twice", () => {
    const places = new Map<string, string[]>();
    for (const path of ours.filter((each) => !/^rules\/[^/]+\/(?:rule|messages)\.ts$|\/index\.ts$/.test(each))) {
      places.set(basename(path), [...(places.get(basename(path)) ?? []), path]);
    }
    expect([...places.values()].filter((paths) => paths.length > 1)).toEqual([]);
  });
});

describe("rules", () => {
  // What starts with an underscore is no rule: the template.
  const folders = readdirSync(join(root, "rules"), { withFileTypes: true })
    .filter((item) => item.isDirectory() && !item.name.startsWith("_"))
    .map((item) => item.name)
    .sort();
  const page = "see CONTRIBUTING.md#adding-a-rule";

  test("each folder is a rule in the list, and the list has no other", () => {
    const ids = rules.map((rule) => rule.id);
    const unlisted = folders.filter((folder) => !ids.includes(folder));
    const homeless = ids.filter((id) => !folders.includes(id));
    expect([
      ...unlisted.map((folder) => `rules/${folder} is no rule of the list in rules/index.ts: ${page}`),
      ...homeless.map((id) => `the rule ${id} of rules/index.ts has no folder of its name: ${page}`),
    ]).toEqual([]);
  });

  test("each has its code and its page", () => {
    const missing = folders.flatMap((id) =>
      ["README.md", "rule.ts"].filter((name) => !existsSync(join(root, "rules", id, name))).map((name) => [id, name]),
    );
    expect(missing.map(([id, name]) => `rules/${id} has no ${name}: ${page}`)).toEqual([]);
  });

  test("each has a summary of one clause", () => {
    const other = rules.filter(({ summary }) => !/^\S.*[^.\s]$/.test(summary));
    expect(other.map(({ id }) => `the summary of ${id} is not one clause without a full stop: ${page}`)).toEqual([]);
  });
});

import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { rules } from "../rules/index.ts";
import { join, resolve, dirname } from "../src/files.ts";

const root = dirname(dirname(new URL(import.meta.url).pathname));

function filesBelow(folder: string): readonly string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".ts")).map((name) => `${folder}/${name}`).sort();
}

const ours = [...filesBelow("src"), ...filesBelow("rules")];
const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** What a file imports: paths of ours from the package's folder, names of packages without what follows them, modules of Node as they stand. */
function importsOf(path: string): readonly string[] {
  const names = [...read(path).matchAll(/^(?:import|export)\b[^;]*?\bfrom "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
  return names.map((name) => (name.startsWith(".") ? resolve(`/${dirname(path)}`, name).slice(1) : (/^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)));
}

/** The layers from the ground up: each may import itself and what `on` names. */
const layers: readonly { readonly name: string; readonly files: RegExp; readonly on: readonly string[] }[] = [
  { name: "text", files: /^src\/(text|suggestion|limits)\.ts$/, on: [] },
  { name: "globs", files: /^src\/(glob|glob-set|glob-text|gitignore)\.ts$/, on: ["text"] },
  { name: "values", files: /^src\/(diagnostic|fix)\.ts$/, on: ["text"] },
  { name: "files", files: /^src\/(files|names)\.ts$/, on: ["text", "values"] },
  { name: "disk", files: /^src\/(disk|repository|write|output-file|discover)\.ts$/, on: ["globs", "files"] },
  { name: "parse", files: /^src\/parse\//, on: ["text", "globs", "values", "files"] },
  { name: "shape", files: /^src\/shape\.ts$/, on: ["text", "parse"] },
  { name: "configuration", files: /^src\/config\//, on: ["text", "globs", "values", "files", "parse", "shape"] },
  { name: "known", files: /^src\/known\//, on: ["text", "globs", "values", "files"] },
  { name: "model", files: /^src\/model\//, on: ["text", "globs", "values", "files", "parse", "known"] },
  { name: "rule", files: /^src\/rule\.ts$/, on: ["text", "values", "parse", "known", "model"] },
  { name: "rules", files: /^rules\/[^/]+\//, on: ["rule"] },
  { name: "list of rules", files: /^rules\/index\.ts$/, on: ["rule", "rules"] },
  { name: "engine", files: /^src\/(lint|candidate|fixer|proof|proof-budget|suppress|baseline)\.ts$/, on: ["text", "values", "files", "parse", "shape", "model", "rule"] },
  { name: "report", files: /^src\/report\//, on: ["text", "values", "files", "parse", "model", "rule", "engine"] },
  { name: "verify", files: /^src\/verify\//, on: ["text", "values", "files", "known", "model", "report"] },
  {
    name: "library without a disk", files: /^src\/browser\.ts$/,
    on: ["text", "values", "files", "model", "rule", "list of rules", "engine", "report"],
  },
  { name: "library", files: /^src\/index\.ts$/, on: ["disk", "library without a disk"] },
  {
    name: "command line", files: /^src\/(cli|bin|demo)\.ts$|^src\/cli\//,
    on: ["text", "values", "files", "disk", "shape", "configuration", "known", "model", "rule", "engine", "report", "verify", "library"],
  },
  { name: "action", files: /^src\/action\//, on: ["text", "values", "files", "disk", "parse", "report", "library", "command line"] },
];

const layerOf = (path: string): string => layers.filter((layer) => layer.files.test(path)).map((layer) => layer.name).join(" and ");

/** The only importers of what is not ours. */
const importers: Readonly<Record<string, RegExp>> = {
  "node:": /^src\/(disk|repository|write|output-file|discover|cli|bin)\.ts$|^src\/(cli|action)\/|^src\/verify\/(address|context|engine|http|measure|proc|session|up)\.ts$/,
  "yargs": /^src\/cli\//,
  "dockerfile-ast": /^src\/parse\/dockerfile\.ts$/,
  "vscode-languageserver-textdocument": /^src\/parse\/dockerfile\.ts$/,
  "unbash": /^src\/parse\/shell\.ts$/,
  "yaml": /^src\/parse\/yaml\.ts$/,
  "diff": /^src\/report\/diff\.ts$/,
  "@noble/hashes": /^src\/report\/fingerprint\.ts$/,
};

describe("imports", () => {
  test("every file is in one layer", () => {
    const names = new Set(layers.map((layer) => layer.name));
    expect(ours.filter((path) => !names.has(layerOf(path)))).toEqual([]);
  });

  test.each(layers)("$name imports only what lies below it", ({ name, files, on }) => {
    const wrong: string[] = [];
    for (const path of ours.filter((each) => files.test(each))) {
      for (const imported of importsOf(path)) {
        const layer = layerOf(imported);
        if (layer !== "" && layer !== name && !on.includes(layer)) wrong.push(`${path} imports ${imported}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("what is not ours is imported where it belongs", () => {
    const wrong: string[] = [];
    for (const path of ours) {
      for (const imported of importsOf(path).filter((each) => layerOf(each) === "")) {
        const key = imported.startsWith("node:") ? "node:" : imported;
        if (!importers[key]?.test(path)) wrong.push(`${path} imports ${imported}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("each of these importers is there: the table is not out of date", () => {
    const imported = new Set(ours.flatMap(importsOf).map((each) => each.replace(/^node:.*/, "node:")));
    expect(Object.keys(importers).filter((each) => !imported.has(each))).toEqual([]);
  });

  test("nothing that the library without a disk reaches imports a module of Node", () => {
    const reached = new Set(["src/browser.ts"]);
    for (const path of reached) {
      for (const imported of importsOf(path).filter((each) => layerOf(each) !== "")) reached.add(imported);
    }
    expect([...reached].filter((path) => importsOf(path).some((each) => each.startsWith("node:")))).toEqual([]);
    expect(reached.size).toBeGreaterThan(100);
  });

  test("the packages imported are the dependencies", () => {
    const { dependencies }: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(read("package.json"));
    const packages = ours.flatMap(importsOf).filter((each) => layerOf(each) === "" && !each.startsWith("node:"));
    expect([...new Set(packages)].sort()).toEqual(Object.keys(dependencies).sort());
  });
});

describe("size", () => {
  test("no file has more than 400 lines", () => {
    const all = [...ours, ...filesBelow("test").filter((path) => !path.endsWith(".test.ts"))];
    expect(all.filter((path) => read(path).split("\n").length > 401)).toEqual([]);
  });
});

describe("rules", () => {
  const folders = readdirSync(join(root, "rules"), { withFileTypes: true }).filter((item) => item.isDirectory()).map((item) => item.name).sort();

  test("each folder is a rule in the list, and the list has no other", () => {
    expect(rules.map((rule) => rule.id).sort()).toEqual(folders);
  });

  test.each(folders)("%s has its rule and its page", (id) => {
    expect(readdirSync(join(root, "rules", id))).toEqual(expect.arrayContaining(["README.md", "rule.ts"]));
  });

  test.each(rules.map((rule) => [rule.id, rule.summary]))("%s has a summary of one clause", (_, summary) => {
    expect(summary).toMatch(/^\S.*[^.\s]$/);
  });
});

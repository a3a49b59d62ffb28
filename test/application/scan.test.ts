import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { grammarFor, parsedFacts } from "../../src/application/javascript/file-facts.ts";
import type { Facts } from "../../src/application/source-facts.ts";
import { scan } from "../../src/application/javascript/scan.ts";
import type { Scanned } from "../../src/application/javascript/scan.ts";
import "../grammars.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

function filesBelow(folder: string): readonly string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return names.filter((name) => /\.[jt]s$/.test(name)).map((name) => join(folder, name));
}

const loaded = ({ imports }: Scanned | Facts): readonly string[] =>
  imports.map(({ specifier, start }) => `${start}: ${specifier}`).sort();

describe("what a file loads", () => {
  const files = ["src", "rules", "scripts", "bench"].flatMap(filesBelow);

  test("is the same by its words and by its syntax, in all files of this repository", () => {
    expect(files.length).toBeGreaterThan(400);
    for (const path of files) {
      const text = readFileSync(join(root, path), "utf8");
      const scanned = scan(text);
      const parsed = parsedFacts(grammarFor(path) ?? "javascript", text);
      expect([path, scanned && loaded(scanned)]).toEqual([path, loaded(parsed)]);
      for (const name of parsed.calls.keys())
        expect([path, name, scanned?.calls.has(name)]).toEqual([path, name, true]);
      for (const name of parsed.given) expect([path, name, scanned?.given.has(name)]).toEqual([path, name, true]);
    }
  });

  test.each([
    ['import "./a.js";', ["./a.js"]],
    ["import a, { b as c } from './a';", ["./a"]],
    ['import * as a from "./a"', ["./a"]],
    ['import type { A } from "./a";', []],
    ['import { type A, type B } from "./a";', []],
    ['import { type A, b } from "./a";', ["./a"]],
    ['import type from "./a";', ["./a"]],
    ['export * from "./a"; export { b } from "./b"; export type { C } from "./c";', ["./a", "./b"]],
    ['export const from = "x"; export default "y";', []],
    ['const a = require("./a"), b = require(name), c = require(`./c`);', ["./a", undefined, "./c"]],
    ["import(`./${name}.js`); import('./b'); import.meta.url;", [undefined, "./b"]],
    ['module.require("./a"); require.resolve("./b");', []],
    ['// require("./a")\n/* import "./b" */ "require(\'./c\')"; `require("./d")`;', []],
    ['const s = `${require("./a")} ${`${require("./b")}`}`;', ["./a", "./b"]],
    ['const r = /require("x")\'/; require("./a");', ["./a"]],
    ['const d = a / 2; const e = b / c; require("./a");', ["./a"]],
    ['const p = <p>Don\'t</p>;\nrequire("./a");', ["./a"]],
  ])("%s", (text, expected) => {
    expect(scan(text)?.imports.map(({ specifier }) => specifier)).toEqual(expected);
  });

  test("is not guessed where the words cannot be told from texts", () => {
    expect(scan("const a = `${b}")).toBeUndefined();
    expect(scan("`never ends")).toBeUndefined();
  });
});

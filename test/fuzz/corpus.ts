import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "../../src/files/tree.ts";
import { readPage } from "../examples.ts";
import { inputOf } from "./input.ts";
import type { Input, InputFile } from "./input.ts";

/**
 * The build contexts that this project has anyway: fixtures, and the examples of the rules' and hazards' pages. `root`:
 * the package's folder.
 */
export function corpusIn(root: string): readonly Input[] {
  const folders = ["fixtures/cases", "fixtures/demo"].flatMap((folder) =>
    readdirSync(join(root, folder))
      .sort()
      .map((name) => join(root, folder, name)),
  );
  const pages = [...markdownIn(join(root, "rules")), ...markdownIn(join(root, "fixtures/hazards"))];
  const examples = pages.flatMap((page) => readPage(readFileSync(page, "utf8")).examples);
  return [
    ...folders.map(contextIn),
    ...examples.map(
      ({ files }) =>
        new Map(
          Object.entries(files).map(([path, file]) => [
            path,
            typeof file === "string" ? { text: file, executable: false } : { executable: false, ...file },
          ]),
        ),
    ),
  ];
}

function namesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}

function markdownIn(folder: string): readonly string[] {
  return namesBelow(folder).filter((path) => path.endsWith(".md"));
}

/** A fixture's folder without what is expected of it. */
function contextIn(folder: string): Input {
  const paths = namesBelow(folder).filter((path) => !/\/expected[^/]*$/.test(path));
  const executable = new Map(paths.map((path) => [`/${relative(folder, path)}`, (statSync(path).mode & 0o100) > 0]));
  const read = inputOf(paths.map((path) => [`/${relative(folder, path)}`, readFileSync(path, "utf8")]));
  return new Map(
    [...read].map(([path, { text }]): readonly [string, InputFile] => [
      path,
      { text, executable: executable.get(path) === true },
    ]),
  );
}

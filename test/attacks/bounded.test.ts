import { describe, expect, test } from "@jest/globals";
import type { MemoryFile } from "../../src/index.ts";
import { buildCommand, folderWith, pid1lint, shellForm } from "../cli/command.ts";

buildCommand();

/** Files that grow, as bench/ makes them for its table; the paths are below /app. */
interface Growing {
  readonly name: string;
  readonly files: (n: number) => Readonly<Record<string, MemoryFile>>;
}

const generators: readonly Growing[] = [...(await load("growth.js")), ...(await load("growth-shell.js"))];

async function load(name: string): Promise<readonly Growing[]> {
  const module: { readonly generators: readonly Growing[] } = await import(
    new URL(`../../bench/${name}`, import.meta.url).href
  );
  return module.generators;
}

/** Ends the command with a code of its own where it took more than 512 MiB. */
const weighed =
  "process.on('exit', () => { if (process.resourceUsage().maxRSS > 512 * 1024) process.exitCode = 99; });";

describe("S6: a hostile file costs its own verdict, no more than 512 MiB, and no other file's findings", () => {
  test.each<readonly [string, number]>([
    ["ifs that start jobs", 40],
    ["loops in loops over words", 12],
    ["ifs in ifs by four", 4],
    ["scripts that exec the next in two ways", 30],
    ["a script that starts itself again", 8],
    ["a variable that doubles", 40],
    ["parameters that double", 40],
    ["defaults in defaults", 3000],
    ["plain commands", 50_000],
    ["many here-documents", 10_000],
    ["ENV A=$A$A", 40],
    ["ARG A=$A$A", 40],
    ["COPY *a*a*a*", 400],
    [".dockerignore **/**/**/z", 8000],
    ["${A#*a*a*}", 400],
    ["${A:-${A:-", 3000],
    ["compose ${A:-${A:-", 3000],
    ["WORKDIR a", 3000],
    ["stages COPY --from each other", 1000],
    ["YAML [[[[", 1_000_000],
    ["YAML a million aliases of one", 4000],
    ["JSON [[[[", 1_000_000],
    ["findings", 2000],
    ["disable-next-line", 20_000],
  ])("%s: %d", (name, n) => {
    const made = generators.find((each) => each.name === name)?.files(n);
    if (!made) throw new Error(`bench/ has no ${name}`);
    const files = Object.fromEntries(Object.entries(made).map(([path, text]) => [path.slice(1), text]));
    const folder = folderWith({ ...files, "zz/Dockerfile": shellForm });
    for (const args of [[], ["--fix", "--dry-run", "--unsafe-fixes"]]) {
      const { code, stdout, stderr } = pid1lint(folder, ["--fail-on", "never", ...args], { preload: weighed });
      expect([code, stderr.includes("internal")]).toEqual([0, false]);
      expect(stdout).toContain(args.length === 0 ? "zz/Dockerfile:2:1: error: " : "+++ b/zz/Dockerfile");
    }
  });

  test("what was cut off is said, and is no finding", () => {
    const loops = Array.from({ length: 9 }, (_, index) => `for a${index} in 1 2 3; do p${index} &`).join("\n");
    const { stdout, code } = pid1lint(
      folderWith({
        "Dockerfile": 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n',
        "run.sh": `#!/bin/sh\n${loops}\n${"done\n".repeat(9)}app\n`,
      }),
      ["trace"],
    );
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(
        /^Dockerfile — unknown: the start-up branches too often or is too long to follow \(up to run\.sh:\d+\)$/m,
      ),
    ]);
  });
});

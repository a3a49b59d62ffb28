import { execFileSync } from "node:child_process";
import { appendFileSync, chmodSync, existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildCommand, folderWith, git, pid1lint, shellForm } from "../cli/command.ts";
import { removeScratches } from "./scratch.ts";

buildCommand();
removeScratches();

/** An unpacked archive: a repository with two commits whose configuration is a stranger's, and a program of his. */
function archive(): {
  readonly folder: string;
  readonly ran: string;
  readonly program: string;
  ask(): ReturnType<typeof pid1lint>;
} {
  const folder = folderWith({
    "Dockerfile": shellForm,
    "a.sh": "#!/bin/sh\n",
    "evil.sh": '#!/bin/sh\ntouch "$(dirname "$0")/.git/RAN"\ncat\n',
  });
  git(folder, "init", "--quiet");
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "-m", "x");
  git(folder, "branch", "start");
  appendFileSync(join(folder, "Dockerfile"), "USER x\n");
  git(folder, "commit", "--quiet", "-am", "y");
  return {
    folder,
    ran: join(folder, ".git/RAN"),
    program: join(folder, "evil.sh"),
    ask() {
      // What looks touched is read again, through filters.
      for (const name of ["a.sh", "Dockerfile"]) utimesSync(join(folder, name), 1, 1);
      const ran = pid1lint(folder, ["--since", "start", "--base", "start", "--config-from", "base"]);
      pid1lint(folder, ["a.sh", "--since", "HEAD"]);
      return ran;
    },
  };
}

function configure(folder: string, text: string): void {
  appendFileSync(join(folder, ".git/config"), text);
}

describe("S8: no program that a repository's git configuration names is run", () => {
  test.each<readonly [string, (program: string) => string]>([
    ["a file system monitor", (program) => `[core]\n\tfsmonitor = ${program}\n`],
    ["git's own file system monitor", () => "[core]\n\tfsmonitor = true\n"],
    ["a clean filter", (program) => `[filter "x"]\n\tclean = ${program}\n\trequired = true\n`],
    ["a filter process", (program) => `[filter "x"]\n\tprocess = ${program}\n`],
    [
      "a filter of an odd name",
      (program) => `[filter "a.b=c\\" d"]\n\tclean = ${program}\n[filter "x"]\n\tclean = ${program}\n`,
    ],
    ["a filter in a file that is included", (program) => `[include]\n\tpath = ${program}.inc\n`],
    [
      "an external diff",
      (program) => `[diff]\n\texternal = ${program}\n[diff "x"]\n\tcommand = ${program}\n\ttextconv = ${program}\n`,
    ],
    [
      "a pager and an alias",
      (program) =>
        `[core]\n\tpager = ${program}\n[pager]\n\tdiff = true\n[alias]\n\tdiff = !${program}\n\tls-files = !${program}\n\trev-parse = !${program}\n`,
    ],
    ["hooks", (program) => `[core]\n\thooksPath = ${program}.d\n`],
    [
      "another ssh, and a remote's helper",
      (program) =>
        `[core]\n\tsshCommand = ${program}\n[remote "origin"]\n\turl = ext::${program}\n\tpromisor = true\n[extensions]\n\tpartialClone = origin\n[protocol "ext"]\n\tallow = always\n`,
    ],
  ])("%s", (_, text) => {
    const { folder, ran, program, ask } = archive();
    chmodSync(program, 0o755);
    writeFileSync(`${program}.inc`, `[filter "x"]\n\tclean = ${program}\n`);
    mkdirSync(`${program}.d`);
    for (const name of ["post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout"])
      execFileSync("cp", [program, `${program}.d/${name}`]);
    writeFileSync(join(folder, ".git/info/attributes"), "* filter=x diff=x\n");
    writeFileSync(join(folder, ".gitattributes"), "*.sh filter=x diff=x\n");
    configure(folder, text(program));
    const { code, stderr } = ask();
    expect(existsSync(ran)).toBe(false);
    expect([code, stderr]).toEqual([1, ""]);
  });

  test("a hook that a repository brings along", () => {
    const { folder, ran, program, ask } = archive();
    for (const name of ["post-index-change", "reference-transaction", "pre-commit"]) {
      execFileSync("cp", [program, join(folder, ".git/hooks", name)]);
      chmodSync(join(folder, ".git/hooks", name), 0o755);
    }
    expect(ask().code).toBe(1);
    expect(existsSync(ran)).toBe(false);
  });

  test("a promisor's missing objects are not fetched: it says that something is missing", () => {
    const { folder, ran, program, ask } = archive();
    const object = git(folder, "rev-parse", "start^{tree}").trim();
    execFileSync("rm", ["-f", join(folder, ".git/objects", object.slice(0, 2), object.slice(2))]);
    configure(
      folder,
      `[remote "origin"]\n\turl = ext::sh -c ${program}\n\tpromisor = true\n[extensions]\n\tpartialClone = origin\n[protocol "ext"]\n\tallow = always\n[protocol]\n\tallow = always\n[core]\n\trepositoryFormatVersion = 1\n`,
    );
    expect(ask()).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^pid1lint: --base: cannot read \. in that revision: .*; fetch it first/),
    });
    expect(existsSync(ran)).toBe(false);
  });

  test("a filter whose name git could not be given back is refused", () => {
    const { folder, ran, program, ask } = archive();
    writeFileSync(join(folder, ".gitattributes"), Buffer.from([...Buffer.from("*.sh filter=a"), 0xff, 0x0a]));
    appendFileSync(
      join(folder, ".git/config"),
      Buffer.from([...Buffer.from('[filter "a'), 0xff, ...Buffer.from(`"]\n\tclean = ${program}\n`)]),
    );
    expect(ask()).toMatchObject({ code: 2, stderr: expect.stringContaining("a name that is not valid UTF-8") });
    expect(existsSync(ran)).toBe(false);
  });

  test("what the user's own environment sets for git holds", () => {
    const { folder } = archive();
    const env = { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "core.quotePath", GIT_CONFIG_VALUE_0: "nonsense" };
    expect(pid1lint(folder, ["--since", "start"], { env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("nonsense"),
    });
  });

  test("a submodule with a configuration of its own", () => {
    const { folder, ran, program, ask } = archive();
    const inner = folderWith({ x: "" });
    git(inner, "init", "--quiet");
    git(inner, "add", ".");
    git(inner, "commit", "--quiet", "-m", "x");
    git(folder, "submodule", "--quiet", "add", inner, "sub");
    git(folder, "commit", "--quiet", "-am", "z");
    appendFileSync(
      join(folder, ".git/modules/sub/config"),
      `[core]\n\tfsmonitor = ${program}\n[filter "x"]\n\tclean = ${program}\n`,
    );
    writeFileSync(join(folder, ".git/modules/sub/info/attributes"), "* filter=x\n");
    writeFileSync(join(folder, "sub/x"), "changed");
    expect(ask().code).toBe(1);
    expect(existsSync(ran)).toBe(false);
  });

  test("another work tree is refused", () => {
    const { folder, ask } = archive();
    configure(folder, "[core]\n\tworktree = /etc\n");
    expect(ask()).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/names another work tree, which pid1lint does not read/),
    });
  });

  test("what filters make of a file is not asked: it counts as changed, and nothing is lost", () => {
    const { folder } = archive();
    configure(folder, '[filter "x"]\n\tclean = sed s/a/b/\n');
    writeFileSync(join(folder, ".gitattributes"), "Dockerfile filter=x\n");
    utimesSync(join(folder, "Dockerfile"), 1, 1);
    expect(pid1lint(folder, ["--since", "start"]).code).toBe(1);
  });
});

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { discover, isDockerfileName } from "../../src/files/discovery.ts";
import { repositoryTop } from "../../src/files/repository.ts";
import { dirname, relative } from "../../src/files/tree.ts";

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(`${tmpdir()}/pid1lint-discover-`));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(...names: string[]): void {
  for (const name of names) write(name, "FROM x\n");
}

function write(name: string, text: string): void {
  mkdirSync(dirname(`${root}/${name}`), { recursive: true });
  writeFileSync(`${root}/${name}`, text);
}

function git(...words: string[]): void {
  execFileSync("git", words, { cwd: root, stdio: "ignore" });
}

function found(...names: string[]): readonly string[] {
  return discover(names.map((name) => `${root}/${name}`)).files.map((path) => relative(root, path));
}

describe("names", () => {
  test.each([
    "Dockerfile",
    "dockerfile",
    "DOCKERFILE",
    "Dockerfile.dev",
    "api.Dockerfile",
    "api.dockerfile",
    "Containerfile",
    "Containerfile.prod",
  ])("%s is a Dockerfile", (name) => expect(isDockerfileName(name)).toBe(true));
  test.each([
    "Dockerfile.dockerignore",
    "Dockerfile~",
    "Dockerfile.swp",
    ".Dockerfile.swp",
    "Dockerfile.orig",
    "Dockerfile.rej",
    "Dockerfile-old",
    "MyDockerfile",
    "docker-compose.yml",
    "api.Dockerfile.dockerignore",
  ])("%s is none", (name) => expect(isDockerfileName(name)).toBe(false));
});

describe("a Dockerfile's name with the end of another format", () => {
  test.each([
    "Dockerfile.py",
    "dockerfile.ex",
    "Dockerfile.java",
    "dockerfile.yml",
    "Dockerfile.md",
    "Dockerfile.ts",
    "dockerfile.tar",
  ])("%s is one if its text is", (name) => {
    write(name, "# syntax=docker/dockerfile:1\nARG V=1\nFROM debian:$V\n");
    expect(found("")).toEqual([name]);
    write(name, "---\nimport os\nfrom os import path\n");
    expect(found("")).toEqual([]);
    expect(found(name)).toEqual([name]);
  });
});

describe("files that start images", () => {
  test.each([
    "compose.yaml",
    "compose.yml",
    "compose.prod.yaml",
    "docker-compose.yml",
    "docker-compose.override.yml",
    "docker-compose-v3-video.yml",
    "Docker-Compose.yaml",
  ])("%s is a compose file", (name) => {
    put(name);
    expect(found("")).toEqual([name]);
  });

  test.each(["composer.yaml", "my-compose.yaml", "compose.json", "docker-compose.yml.bak", "values.yaml"])(
    "%s is none",
    (name) => {
      put(name);
      expect(found("")).toEqual([]);
    },
  );

  test("manifests are looked for in folders that are called after Kubernetes", () => {
    const manifest = "apiVersion: apps/v1\nkind: Deployment\n";
    for (const name of [
      "k8s/web.yaml",
      "deploy/kubernetes-manifests/prod/web.yml",
      "api-k8s/web.yaml",
      "manifests/web.yaml",
      "other/web.yaml",
    ])
      write(name, manifest);
    write("k8s/template.yaml", `${manifest}metadata:\n  name: {{ .Release.Name }}\n`);
    write("k8s/service.yaml", "apiVersion: v1\nkind: Service\n");
    write("k8s/values.yaml", "kind: Deployment\n");
    write("k8s/web.json", manifest);
    expect(found("")).toEqual([
      "api-k8s/web.yaml",
      "deploy/kubernetes-manifests/prod/web.yml",
      "k8s/template.yaml",
      "k8s/web.yaml",
      "manifests/web.yaml",
    ]);
    expect(found("other/web.yaml", "k8s/service.yaml")).toEqual(["k8s/service.yaml", "other/web.yaml"]);
  });

  test("git's ignore files hold for them too", () => {
    git("init");
    put("compose.yaml", "local/compose.yaml");
    write(".gitignore", "local/\n");
    expect(found("")).toEqual(["compose.yaml"]);
  });
});

describe("discover", () => {
  test("searches folders, sorted, without .git and node_modules", () => {
    git("init");
    put(
      "Dockerfile",
      "z/Dockerfile",
      "a/b/web.Dockerfile",
      "a/readme.md",
      ".git/Dockerfile",
      "node_modules/x/Dockerfile",
      "a/node_modules/Dockerfile",
    );
    expect(found("")).toEqual(["Dockerfile", "a/b/web.Dockerfile", "z/Dockerfile"]);
  });

  test("a file named is taken, whatever its name and even if ignored; nothing twice", () => {
    git("init");
    put("Dockerfile", "image.txt");
    write(".gitignore", "image.txt\n");
    expect(found("image.txt", "Dockerfile", ".", "./Dockerfile")).toEqual(["Dockerfile", "image.txt"]);
  });

  test("respects ignore files as git does: nested, negated, anchored, by case", () => {
    git("init");
    put(
      "Dockerfile",
      "build/Dockerfile",
      "api/build/Dockerfile",
      "api/tmp/Dockerfile",
      "web/tmp/Dockerfile",
      "web/sub/local/Dockerfile",
      "Tmp/Dockerfile",
      "web/Dockerfile.gen",
      "web/keep/Dockerfile.gen",
      "sp[a]ce/out/Dockerfile",
      "secret/Dockerfile",
    );
    write(".gitignore", "# comment\n/build/\ntmp\n*.gen\n\n");
    write("api/.gitignore", "!tmp\r\n");
    write("web/.gitignore", "local/\n");
    write("web/keep/.gitignore", "!Dockerfile.gen\n");
    write("sp[a]ce/.gitignore", "/out\n");
    write(".git/info/exclude", "secret\n");
    const files = found("");
    expect(files).toEqual([
      "Dockerfile",
      "Tmp/Dockerfile",
      "api/build/Dockerfile",
      "api/tmp/Dockerfile",
      "web/keep/Dockerfile.gen",
    ]);
    const listed = execFileSync("git", ["ls-files", "--others", "--exclude-standard", "*Dockerfile*"], {
      cwd: root,
      encoding: "utf8",
    });
    expect(listed.trim().split("\n").sort()).toEqual(files);
  });

  test("rules above the folder that is searched hold in it", () => {
    git("init");
    put("a/b/Dockerfile", "a/b/gen/Dockerfile", "a/b/out/Dockerfile");
    write(".gitignore", "gen\n");
    write("a/.gitignore", "/b/out\n");
    expect(found("a/b")).toEqual(["a/b/Dockerfile"]);
  });

  test("a folder that is ignored is searched when it is named", () => {
    git("init");
    put("vendor/x/Dockerfile");
    write(".gitignore", "vendor\n");
    expect(found("")).toEqual([]);
    expect(found("vendor")).toEqual(["vendor/x/Dockerfile"]);
    expect(found("vendor/x")).toEqual(["vendor/x/Dockerfile"]);
  });

  test("a repository in the repository has its own rules; so has a worktree", () => {
    git("init");
    put("sub/gen/Dockerfile", "tree/mine/Dockerfile", "tree/Dockerfile");
    write(".gitignore", "gen\n");
    write("sub/.git", "gitdir: ../.git/modules/sub\n");
    write("tree/.git", "gitdir: ../.git/worktrees/tree\n");
    write(".git/worktrees/tree/commondir", "../..\n");
    write(".git/worktrees/tree/gitdir", `${root}/tree/.git\n`);
    write(".git/info/exclude", "mine\n");
    expect(found("")).toEqual(["sub/gen/Dockerfile", "tree/Dockerfile"]);
  });

  test("outside of a repository, ignore files below the folder hold", () => {
    put("Dockerfile", "gen/Dockerfile");
    write(".gitignore", "gen\n");
    expect(found("")).toEqual(["Dockerfile"]);
  });

  test("links: no loops, no file twice, none that leaves the repository", () => {
    git("init");
    put("app/Dockerfile", "shared/base.txt");
    symlinkSync("..", `${root}/app/up`);
    symlinkSync("Dockerfile", `${root}/app/A.Dockerfile`);
    symlinkSync("../shared/base.txt", `${root}/app/Dockerfile.base`);
    symlinkSync("/etc/hostname", `${root}/app/Dockerfile.host`);
    symlinkSync("gone", `${root}/app/Dockerfile.gone`);
    expect(found("")).toEqual(["app/Dockerfile", "app/Dockerfile.base"]);
    expect(found("app/up/app", "app")).toEqual(["app/Dockerfile", "app/Dockerfile.base"]);
  });

  test("a missing path is told, the others are searched", () => {
    put("Dockerfile");
    const result = discover([`${root}/none`, root]);
    expect(result.problems).toEqual([{ path: `${root}/none`, reason: "no such file or folder" }]);
    expect(result.files).toEqual([`${root}/Dockerfile`]);
  });
});

describe("repositoryTop", () => {
  test("the nearest folder upwards with .git, be it a folder or a file", () => {
    git("init");
    put("a/b/Dockerfile");
    write("sub/.git", "gitdir: x\n");
    put("sub/c/Dockerfile");
    expect(repositoryTop(`${root}/a/b/Dockerfile`)).toBe(root);
    expect(repositoryTop(root)).toBe(root);
    expect(repositoryTop(`${root}/sub/c`)).toBe(`${root}/sub`);
  });

  test("undefined where there is none", () => {
    put("a/Dockerfile");
    expect(repositoryTop(`${root}/a/Dockerfile`)).toBeUndefined();
  });
});

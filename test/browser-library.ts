import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "@jest/globals";
import type * as library from "../src/browser.ts";
import { discover } from "../src/files/discovery.ts";
import type { MemoryFile } from "../src/index.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = `dist/test-browser-${process.pid}`;

/** Bundles the library for browsers, with some names written as others; gives its text. */
export function bundleForBrowser(define: Readonly<Record<string, string>> = {}): string {
  const args = [folder, define].map((each) => JSON.stringify(each)).join();
  const script = `import { bundleBrowser } from "./scripts/bundle.js"; await bundleBrowser(${args});`;
  execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: root });
  return readFileSync(join(root, folder, "pid1lint.js"), "utf8");
}

afterAll(() => rmSync(join(root, folder), { recursive: true, force: true }));

/** A build context: its files by their paths in a tree in memory, and the paths of those to lint. */
export interface Context {
  readonly files: Readonly<Record<string, MemoryFile>>;
  readonly paths: readonly string[];
}

/**
 * The demo, and two Dockerfiles that are fixed or not for what dockerfile-ast reads in them: one begins with a byte
 * order mark, one is split differently by it.
 */
export function someContexts(): readonly Context[] {
  const split = "FROM debian:12-slim\nRUN cat << EOF\nCMD x\nEOF\nCMD nginx -g 'daemon off;'\n";
  const files = { "/app/Dockerfile": `\uFEFF${split.replace("<< ", "<<")}`, "/app/split.Dockerfile": split };
  return [contextOf(join(root, "fixtures/demo")), { files, paths: Object.keys(files) }];
}

/** {@link someContexts}, the build contexts of the fixtures, and an application whose source is read. */
export function contexts(): readonly Context[] {
  const cases = readdirSync(join(root, "fixtures/cases")).sort();
  const application = {
    "/app/Dockerfile": 'FROM node:22-slim\nCOPY server.js /srv/\nCMD ["node", "/srv/server.js"]\n',
    "/app/server.js":
      'const server = require("http").createServer().listen(80);\nprocess.on("SIGTERM", () => server.close());\n',
  };
  return [
    ...someContexts(),
    { files: application, paths: ["/app/Dockerfile"] },
    ...cases.map((name) => contextOf(join(root, "fixtures/cases", name))),
  ];
}

function contextOf(home: string): Context {
  const inTree = (path: string): string => `/app/${relative(home, path)}`;
  const files: Record<string, MemoryFile> = {};
  for (const name of readdirSync(home, { recursive: true, encoding: "utf8" })) {
    const path = join(home, name);
    const status = statSync(path);
    if (!status.isFile()) continue;
    files[inTree(path)] = { text: readFileSync(path, "utf8"), executable: (status.mode & 0o111) !== 0 };
  }
  return { files, paths: discover([home]).files.map(inTree) };
}

/**
 * All that the library says of build contexts, as JSON. Other realms get it as text: it uses nothing from around it.
 */
export async function tell({ fix, lint, memoryTree, trace }: typeof library, all: readonly Context[]): Promise<string> {
  const told: unknown[] = [];
  for (const { files, paths } of all) {
    const tree = memoryTree(files);
    const project = () => ({ top: "/app" });
    const linted = await lint(tree, paths, { project });
    const places = linted.diagnostics.map(({ at }) => linted.source(at.path).position(at.start));
    const fixed: unknown[] = [];
    for (const unsafe of [false, true]) fixed.push(await fix(tree, paths, { project, unsafe }));
    told.push({ linted, places, fixed, traced: await trace(tree, paths, { project }) });
  }
  const plain = (_: string, value: unknown) => (value instanceof Map || value instanceof Set ? [...value] : value);
  return JSON.stringify(told, plain, 1);
}

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { folderWith, shellForm } from "../cli/command.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

// `npm pack` builds first (prepare); npm gets only the variables that it needs, since this test may run under npm
// itself.
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_(?!config_(?:registry|userconfig|cache)$)/i.test(name)),
);
const run = (folder: string, command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { cwd: folder, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

let home = "";
let tarball = "";
let packed: readonly string[] = [];

beforeAll(() => {
  home = folderWith({
    "package.json": '{ "private": true }\n',
    "app/Dockerfile": shellForm,
    "node/Dockerfile": 'FROM node:22-slim\nCOPY server.js /srv/\nCMD ["node", "/srv/server.js"]\n',
    "node/server.js": 'require("http").createServer().listen(80);\n',
  });
  const [made]: readonly { readonly filename: string; readonly files: readonly { readonly path: string }[] }[] =
    JSON.parse(run(root, "npm", "pack", "--json", "--silent", "--pack-destination", home));
  tarball = join(home, made?.filename ?? "");
  packed = made?.files.map(({ path }) => path) ?? [];
  // Said, since a user's own settings may forbid them: scripts of packages would be run here.
  run(home, "npm", "install", "--no-ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", tarball);
});

/** Compiles files of a consumer with the options of TypeScript given; what it complains of. */
function compile(files: Readonly<Record<string, string>>, module: string): string {
  const folder = join(home, `consumer-${module}`);
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const args = [
    join(root, "node_modules/typescript/bin/tsc"),
    "--module",
    module,
    "--target",
    "es2023",
    "--strict",
    "--outDir",
    "out",
    ...Object.keys(files),
  ];
  return spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" }).stdout;
}

describe("the tarball", () => {
  test("has what is needed at its top, and nothing else", () => {
    expect([...new Set(packed.map((path) => path.split("/")[0]))].sort()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "THIRD-PARTY-LICENSES.md",
      "dist",
      "package.json",
      "pid1lint.schema.json",
      "report.schema.json",
      "rules",
    ]);
    expect(packed.filter((path) => path.startsWith("rules/") && !path.endsWith("/README.md"))).toEqual([]);
    expect(packed.filter((path) => /\.map$|test|fixture/.test(path))).toEqual([]);
  });

  test("of the library it has what the entry imports, as code or for its types, and nothing else", () => {
    const needed = new Set<string>();
    const visit = (path: string): void => {
      needed.add(stem(path));
      const text = readFileSync(join(home, "node_modules/pid1lint", path), "utf8");
      for (const [, from = ""] of text.matchAll(/^(?:import|export)\b[^;]*?\bfrom "(\.[^"]+)"/gm)) {
        const next = join(dirname(path), path.endsWith(".d.ts") ? from.replace(/\.[jt]s$/, ".d.ts") : from);
        if (!seen.has(next)) visit(seen.add(next) && next);
      }
    };
    const seen = new Set<string>();
    const stem = (path: string): string => path.replace(/(?:\.d)?\.[cm]?[jt]s$/, "");
    for (const entry of ["dist/src/index.js", "dist/src/index.d.ts"]) visit(entry);
    const library = packed.filter((path) => /^dist\/(?:src|rules)\//.test(path));
    expect(library.filter((path) => !needed.has(stem(path)))).toEqual([]);
    expect(needed.size).toBeGreaterThan(100);
  });

  test("is small", () => {
    // The command, the browser's script and the library each hold the tables; half of it are the grammars.
    expect(statSync(tarball).size).toBeLessThan(1_900_000);
  });

  test("brings the licences of all that is bundled, and every notice that asks to stay", () => {
    const licences = readFileSync(join(home, "node_modules/pid1lint/THIRD-PARTY-LICENSES.md"), "utf8");
    for (const name of ["yargs", "yaml", "unbash", "diff", "dockerfile-ast"])
      expect(licences).toMatch(new RegExp(`^## ${name} \\d[^]*?^\`\`\`text\\n[^]*?opyright`, "m"));
    const bundled = packed
      .filter((path) => path.startsWith("dist/bin/"))
      .map((path) => readFileSync(join(home, "node_modules/pid1lint", path), "utf8"));
    expect(bundled.join("")).toMatch(/@license\s+\* Copyright \(c\) 2016, Contributors/);
  });
});

describe("installed", () => {
  test("it has run no script of any package, and brought nothing but JavaScript and grammars", () => {
    const { packages }: { readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>> } =
      JSON.parse(readFileSync(join(home, "package-lock.json"), "utf8"));
    expect(Object.keys(packages)).toContain("node_modules/pid1lint");
    expect(
      Object.entries(packages)
        .filter(([, { hasInstallScript }]) => hasInstallScript === true)
        .map(([path]) => path),
    ).toEqual([]);
    const files = readdirSync(join(home, "node_modules"), { recursive: true, encoding: "utf8" });
    expect(files.length).toBeGreaterThan(500);
    const foreign = files.filter((path) =>
      /(?:^|[\\/])binding\.gyp$|\.(?:node|bare|so|dll|dylib|exe|wasm)$/.test(path),
    );
    // Grammars run in the sandbox of WebAssembly.
    expect(foreign.filter((path) => !/^pid1lint[\\/]dist[\\/]grammars[\\/][\w-]+\.wasm$/.test(path))).toEqual([]);
    expect(foreign.length).toBeGreaterThan(3);
  });

  test("pid1lint verify works without more: it says that there is no engine", () => {
    const { status, stdout, stderr } = spawnSync("npx", ["--no-install", "pid1lint", "verify", "some/image"], {
      cwd: home,
      env: { ...env, DOCKER_HOST: "unix:///nonexistent/docker.sock" },
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(stderr).toMatch(
      /^pid1lint: no container engine answers at DOCKER_HOST=unix:\/\/\/nonexistent\/docker\.sock \(.*ENOENT.*\); start Docker /,
    );
  });

  test("npx pid1lint lints, explains and fixes", () => {
    const pid1lint = (...args: readonly string[]) =>
      spawnSync("npx", ["--no-install", "pid1lint", ...args], { cwd: home, env, encoding: "utf8" });
    expect(pid1lint("app")).toMatchObject({ status: 1, stdout: expect.stringContaining("[shell-form-cmd]") });
    expect(pid1lint("explain", "shell-form-cmd").stdout).toMatch(/^# shell-form-cmd/);
    expect(pid1lint("--fix", "app").status).toBe(0);
    expect(readFileSync(join(home, "app/Dockerfile"), "utf8")).toContain('CMD ["gunicorn", "api:app()"]');
  });

  test("npx pid1lint reads the sources of an application", () => {
    const { stdout } = spawnSync("npx", ["--no-install", "pid1lint", "node"], { cwd: home, env, encoding: "utf8" });
    expect(stdout).toContain("no handler for SIGTERM in /srv/server.js");
    expect(stdout).toContain("[unhandled-stop-signal]");
  });

  test("a bundler makes a file for browsers of what uses pid1lint/browser, and none of what uses the disk", () => {
    const bundle = (entry: string) => {
      const input = `import { lint } from "${entry}"; console.log(lint);`;
      const args = ["--bundle", "--platform=browser", "--format=esm", "--log-level=error", "--outfile=bundled.js"];
      return spawnSync(join(root, "node_modules/esbuild/bin/esbuild"), args, { cwd: home, input, encoding: "utf8" });
    };
    expect(bundle("pid1lint/browser")).toMatchObject({ status: 0, stderr: "" });
    expect(bundle("pid1lint")).toMatchObject({ status: 1, stderr: expect.stringContaining('"node:fs"') });
  });

  test("every file that package.json points to is there", () => {
    const {
      exports: entries,
      bin,
    }: { readonly exports: Readonly<Record<string, unknown>>; readonly bin: Readonly<Record<string, string>> } =
      JSON.parse(readFileSync(join(home, "node_modules/pid1lint/package.json"), "utf8"));
    const targets = [...JSON.stringify(entries).matchAll(/"(\.\/[^"]+\.[cjmts]+)"/g)].map(([, path = ""]) =>
      path.slice(2),
    );
    for (const path of [...targets, ...Object.values(bin)]) expect(packed).toContain(path);
  });
});

const body = `
const tree = memoryTree({
  "/app/Dockerfile": "FROM debian:12\\nCMD nginx -g 'daemon off;'\\n",
  "/node/Dockerfile": 'FROM node:22-slim\\nCOPY server.js /srv/\\nCMD ["node", "/srv/server.js"]\\n',
  "/node/server.js": 'require("http").createServer().listen(80);\\n',
});
async function show(): Promise<void> {
  const report: Report = await lint(tree, ["/app/Dockerfile"]);
  const first: Diagnostic | undefined = report.diagnostics[0];
  const [image] = await trace(tree, ["/app/Dockerfile"]);
  const { changes } = await fix(tree, ["/app/Dockerfile"]);
  const [node] = await trace(tree, ["/node/Dockerfile"]);
  console.log(first?.rule, image?.outcome, changes[0]?.after.split("\\n")[1], node?.outcome);
}
void show();
// @ts-expect-error paths are an array
export const wrong = () => lint(tree, "/app/Dockerfile");
`;
const uses = (entry: string): string => {
  return `import { fix, lint, memoryTree, trace } from "${entry}";\nimport type { Diagnostic, Report } from "${entry}";\n${body}`;
};
const consumers = {
  "esm.mts": uses("pid1lint"),
  "common.cts": uses("pid1lint"),
  "esm-browser.mts": uses("pid1lint/browser"),
  "common-browser.cts": uses("pid1lint/browser"),
};

describe.each(["node16", "nodenext"])("a consumer with module %s", (module) => {
  test("has types, whole ones, in ES modules and in CommonJS, and both run", () => {
    expect(compile(consumers, module)).toBe("");
    for (const file of Object.keys(consumers).map((name) => name.replace(/ts$/, "js"))) {
      expect(run(join(home, `consumer-${module}/out`), process.execPath, file)).toBe(
        'shell-form-cmd stuck CMD ["nginx", "-g", "daemon off;"] stuck\n',
      );
    }
  });
});

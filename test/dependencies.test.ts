import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";

const root = fileURLToPath(new URL("../", import.meta.url));

/** A package of package-lock.json, as far as it matters here. */
interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

const { packages }: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
  readFileSync(join(root, "package-lock.json"), "utf8"),
);
const all = Object.entries(packages).filter(([path]) => path !== "");
/** What `npm install pid1lint` brings, by its path. */
const installed = all.filter(([, { dev, devOptional }]) => dev !== true && devOptional !== true);
const nameOf = (path: string): string => path.replace(/^.*node_modules\//, "");

/** What builds or finds native modules. */
const builders =
  /^(?:node-gyp(?:-build.*)?|node-pre-gyp|@mapbox\/node-pre-gyp|bindings|prebuild-install|prebuildify|cmake-js|nan|node-addon-api|napi-.*|bare-.*|require-addon)$/;
/** Scripts that npm runs when a package is installed. */
const installScripts = ["preinstall", "install", "postinstall"] as const;

describe("what an installation brings", () => {
  test("is there at all, and little", () => {
    expect(installed.map(([path]) => nameOf(path))).toEqual(expect.arrayContaining(["yaml", "unbash", "yargs"]));
    expect(installed.length).toBeLessThan(40);
  });

  test("runs no script", () => {
    expect(installed.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path)).toEqual([]);
  });

  test.each(installed)("%s is JavaScript and nothing else", (path) => {
    const folder = join(root, path);
    const {
      scripts = {},
      dependencies = {},
      optionalDependencies = {},
      gypfile = false,
    }: {
      readonly scripts?: Readonly<Record<string, string>>;
      readonly dependencies?: Readonly<Record<string, string>>;
      readonly optionalDependencies?: Readonly<Record<string, string>>;
      readonly gypfile?: boolean;
    } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
      (name) => !/(?:^|[\\/])node_modules[\\/]/.test(name),
    );
    expect({ gypfile, scripts: installScripts.filter((name) => Object.hasOwn(scripts, name)) }).toEqual({
      gypfile: false,
      scripts: [],
    });
    expect(
      names.filter((name) => /(?:^|[\\/])binding\.gyp$|\.(?:node|bare|so|dll|dylib|exe|wasm)$/.test(name)),
    ).toEqual([]);
    expect(Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => builders.test(name))).toEqual([]);
  });

  const licences = readFileSync(join(root, "THIRD-PARTY-LICENSES.md"), "utf8");
  /** Licences that ask for no more than that they are named, or shipped as they are. */
  const known = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "ISC", "MIT"];
  test.each(installed)("%s has a licence that is known and told", (path, { version, license }) => {
    expect(known).toContain(license);
    expect(licences).toContain(`\n| ${nameOf(path)} | ${version} | ${license} |`);
  });
});

test("every package, for development too, is held to its content, and none to a host", () => {
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? "")).map(([path]) => path)).toEqual([]);
  expect(all.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
});

test("no script of ours is run by an installation from the registry", () => {
  const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  expect(installScripts.filter((name) => Object.hasOwn(scripts, name))).toEqual([]);
  expect(existsSync(join(root, "binding.gyp"))).toBe(false);
});

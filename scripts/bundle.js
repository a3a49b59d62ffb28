import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { grammarPackages } from "./grammars.js";
import { licenceText } from "./licences.js";
import { rareBuilds, rarePackages } from "./rare-packages.js";

const root = new URL("../", import.meta.url);

/** How both bundles are made. */
const common = {
  absWorkingDir: fileURLToPath(root),
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  // For the columns of the help yargs brings two copies of string-width, whose Intl.Segmenters take 25 ms to make.
  alias: {
    "assert": "./scripts/assert.js",
    "string-width": "./scripts/string-width.js",
    "vscode-languageserver-types": "./scripts/languageserver-types.js",
    "yargs": "./scripts/yargs.js",
  },
  define: { GRAMMAR_FOLDER: '"../grammars/"' },
  logLevel: "warning",
};

/** CommonJS packages in an ES module. */
const banner = {
  js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
};

/** Of yaml's two builds the one in ES modules: what is not called is left out, and nothing runs before it is needed. */
const alias = { ...common.alias, yaml: "./node_modules/yaml/browser/dist/index.js" };

/** yargs checks the arguments of every call to it, which the compiler has done, by reading a description of them. */
const unchecked = {
  name: "unchecked",
  setup(build) {
    build.onLoad({ filter: /yargs[\\/]build[\\/]lib[\\/]argsert\.js$/ }, () => ({
      contents: "export function argsert() {}",
    }));
  },
};

/** Notices of licences at the end of each file. */
const small = { minify: true, legalComments: "eof" };

/** How the files of the command line are made, in a folder. */
function commandLine(folder) {
  const pieces = {
    ...common,
    ...small,
    banner,
    entryPoints: { pid1lint: "src/cli/bin.ts" },
    splitting: true,
    plugins: [rarePackages, unchecked],
    outdir: folder,
  };
  return [pieces, ...rareBuilds({ ...common, ...small, alias }, folder)];
}

/** How the library for browsers is made. */
const browser = {
  absWorkingDir: common.absWorkingDir,
  entryPoints: { pid1lint: "src/browser.ts" },
  bundle: true,
  format: "esm",
  platform: "browser",
  target: "es2023",
  minify: true,
  legalComments: "eof",
  // The only use that dockerfile-ast makes of what Node alone has.
  define: { "Buffer.from": "bytesOf", "GRAMMAR_FOLDER": '"../grammars/"' },
  inject: ["./scripts/bytes.js"],
  logLevel: "warning",
};

/**
 * Paths, as package-lock.json has them, of the packages that the files in `dist/bin`, `dist/browser` and
 * `dist/grammars` are partly made of.
 */
export async function bundledPackages() {
  const inputs = {};
  for (const options of [...commandLine("dist/bin"), { ...browser, outdir: "dist/browser" }]) {
    const { metafile } = await build({ ...options, write: false, metafile: true });
    Object.assign(inputs, metafile.inputs);
  }
  return new Set([...packagesIn({ inputs }), ...grammarPackages]);
}

/**
 * Bundles the command line, `src/cli/bin.ts`, into `pid1lint.js` and a few pieces, among them one for what only
 * `pid1lint verify` needs and one for each of the packages that few runs need: Node starts it in half the time that two
 * hundred files take, and a fifth of a start is reading the program. The folder must lie two levels
 * below the package's: from there the bundle finds the pages of the rules, and where yargs looks for a `locales`
 * folder, there is none but the package's own.
 *
 * @param {string} folder relative to the package
 */
export async function bundle(folder) {
  for (const options of commandLine(folder)) await build(options);
}

/**
 * Bundles the library without a disk, `src/browser.ts`, into one file `pid1lint.js`, an ES module that a page can
 * load as it stands. It has to be a bundle: dockerfile-ast uses Node's Buffer, which is replaced on the way.
 *
 * @param {string} folder relative to the package
 * @param {Readonly<Record<string, string>>} define names to write as others, for tests
 */
export async function bundleBrowser(folder, define = {}) {
  await build({ ...browser, define: { ...browser.define, ...define }, outdir: folder });
}

/**
 * Bundles the action for GitHub, `src/action/index.ts`, into one file that stands in the repository, as `bundle` two
 * levels down: runners check the repository out and install nothing. Readable, since people review what changes in it;
 * the same bytes on every machine.
 *
 * @returns {Promise<{ readonly code: string, readonly licenses: string }>} with the licences of the packages in it
 */
export async function bundleAction() {
  const { outputFiles, metafile } = await build({
    ...common,
    alias,
    banner,
    define: { GRAMMAR_FOLDER: '"../../grammars/"' },
    entryPoints: ["src/action/index.ts"],
    write: false,
    metafile: true,
    legalComments: "none",
  });
  return {
    code: outputFiles[0].text,
    licenses: [...packagesIn(metafile), ...grammarPackages].map(license).sort().join("\n"),
  };
}

function packagesIn({ inputs }) {
  return new Set(Object.keys(inputs).flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
}

/** What a package says of its licence. */
function license(folder) {
  const { name, version, license: id } = JSON.parse(readFileSync(new URL(`${folder}/package.json`, root), "utf8"));
  return `${name} ${version}: ${id}\n\n${licenceText(folder)}\n`;
}

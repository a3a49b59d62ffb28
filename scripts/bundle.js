import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = new URL("../", import.meta.url);

/**
 * Bundles the command line, `src/bin.ts`, into `pid1lint.js` and a few pieces, among them one for what only `pid1lint verify` needs: Node
 * starts it in half the time that two hundred files take.
 * The folder must lie two levels below the package's: from there the bundle finds the pages of the rules, and where yargs looks
 * for a `locales` folder, there is none but the package's own.
 *
 * @param {string} folder relative to the package
 */
export async function bundle(folder) {
  await build({
    absWorkingDir: fileURLToPath(root),
    entryPoints: { pid1lint: "src/bin.ts" },
    outdir: folder,
    bundle: true,
    splitting: true,
    // Found when `pid1lint verify` is called; with all that they need they are larger than everything else.
    external: ["dockerode", "tar-fs"],
    minify: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    // For the columns of the help yargs brings two copies of string-width, whose Intl.Segmenters take 25 ms to make.
    // Of yaml's two builds the one in ES modules: what is not called is left out, and nothing runs before it is needed.
    alias: { "string-width": "./scripts/string-width.js", yaml: "./node_modules/yaml/browser/dist/index.js" },
    // CommonJS packages in an ES module.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "warning",
  });
}

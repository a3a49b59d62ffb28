import { execFileSync } from "node:child_process";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundle, bundleBrowser } from "./bundle.js";

// The library with its types in dist/src and dist/rules, for browsers in dist/browser, the command line in dist/bin,
// the grammars in dist/grammars.
const root = fileURLToPath(new URL("../", import.meta.url));
rmSync(`${root}/dist`, { recursive: true, force: true });
execFileSync(process.execPath, [`${root}/node_modules/typescript/bin/tsc`, "-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
for (const entry of ["index", "browser"]) {
  writeFileSync(
    `${root}/dist/src/${entry}.d.cts`,
    typesForRequire(entry, Object.keys(await import(`../dist/src/${entry}.js`))),
  );
}
// What all of them load when they meet a source to read lies beside them.
cpSync(`${root}/grammars`, `${root}/dist/grammars`, { recursive: true });
await bundle("dist/bin");
await bundleBrowser("dist/browser");

/**
 * Types of the library for CommonJS. Node can `require` its ES modules, but TypeScript with `module: node16` does not
 * know that and refuses to read their types there unless it is told how.
 */
function typesForRequire(entry, values) {
  const from = `from "./${entry}.js" with { "resolution-mode": "import" };\n`;
  const declared = values.map(
    (name) => `/** {@inheritDoc library.${name}} */\nexport declare const ${name}: typeof library.${name};\n`,
  );
  return `import type * as library ${from}export type * ${from}${declared.join("")}`;
}

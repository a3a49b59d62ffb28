import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

// Builds the package when it is installed from its repository, as `npm ci`, `npm install -g git+https://...` and
// pre-commit do.
const root = fileURLToPath(new URL("../", import.meta.url));

// With -g, npm 11 puts nothing into the clone that it makes: it takes the clone itself for the package to install
// globally.
if (!existsSync(`${root}/node_modules/esbuild`)) {
  execFileSync(
    "npm",
    ["ci", "--no-global", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"],
    { cwd: root, stdio: ["ignore", "ignore", "inherit"], shell: process.platform === "win32" },
  );
}
await import("./build.js");

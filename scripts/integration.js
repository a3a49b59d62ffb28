import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { installPackages, Refusal } from "./debian.js";

// `npm run test:integration`: the tests with programs of other people, which are installed here if they are missing.
try {
  const isMissing = (program) => spawnSync(program, ["--version"]).error !== undefined;
  installPackages(["pre-commit", "zsh", "fish", "strace", "chromium"].filter(isMissing));
  installPackages(["attr", "acl"].filter((name) => isMissing({ attr: "setfattr", acl: "setfacl" }[name])));
  const jest = [
    "--disable-warning=ExperimentalWarning",
    "--experimental-vm-modules",
    "node_modules/jest/bin/jest.js",
    "--config",
    "jest.integration.config.js",
  ];
  const { status } = spawnSync(process.execPath, [...jest, ...process.argv.slice(2)], {
    cwd: fileURLToPath(new URL("../", import.meta.url)),
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(`The integration tests cannot run here: ${error.message}`);
  process.exitCode = 1;
}

import { main } from "./cli.ts";

// `npm start` shows pid1lint at work on a small service of two images; `npm start -- PATH...` does the same as
// `pid1lint PATH...`.
const home = new URL("../../../", import.meta.url);
const own = process.argv.slice(2);
if (own.length > 0) {
  // npm runs scripts in the package's folder, wherever it was called.
  process.chdir(process.env["INIT_CWD"] ?? ".");
  process.exitCode = await main(own, home);
} else {
  await main(["fixtures/demo", "--fail-on", "never"], home);
  process.stdout.write("\nWhat --fix would write:\n\n");
  process.exitCode = await main(["fixtures/demo", "--diff", "--fail-on", "never"], home);
}

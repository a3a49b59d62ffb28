import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { lint, memoryTree } from "../dist/src/index.js";
import { generators as plain } from "./growth.js";
import { generators as ofScripts } from "./growth-shell.js";

const self = fileURLToPath(import.meta.url);
const generators = [...plain, ...ofScripts];

/** CPU seconds below which a ratio says more of the machine than of the code. */
const floor = 0.2;
/** Four times the input may take this many times the time: n log n, and room. */
const most = 8;

if (process.argv[2] === "child") await measure(process.argv[3], Number(process.argv[4]));
else table(process.argv.slice(3));

/** Lints the files of one generator, in a process of its own, and prints CPU seconds and memory. */
async function measure(name, n) {
  const generator = generators.find((each) => each.name === name);
  const files = generator.files(n);
  const tree = memoryTree(files);
  const paths = ["/app/Dockerfile", "/app/compose.yaml", "/app/pod.yaml"].filter((path) => Object.hasOwn(files, path));
  const before = process.cpuUsage();
  const { diagnostics } = await lint(tree, paths);
  const { user, system } = process.cpuUsage(before);
  console.log(
    JSON.stringify({
      seconds: (user + system) / 1e6,
      mebibytes: process.resourceUsage().maxRSS / 1024,
      findings: diagnostics.length,
    }),
  );
}

/**
 * CPU time at n, 2n and 4n of each generator, or of those whose name has one of some words in it; marks what grows
 * faster than n log n.
 */
function table(words) {
  console.log(
    `${"input".padEnd(42)}${"n".padStart(8)}${"n".padStart(9)}${"2n".padStart(9)}${"4n".padStart(9)}` +
      `${"4n/n".padStart(8)}${"MiB".padStart(7)}`,
  );
  for (const { name, start } of generators) {
    if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
    const runs = [1, 2, 4].map((factor) => child(name, start * factor));
    const wrong = runs.find((run) => run.error !== undefined);
    const [one, , four] = runs;
    const ratio = wrong ? NaN : four.seconds / Math.max(one.seconds, 0.01);
    const marks = wrong ? wrong.error : four.seconds > floor && ratio > most ? "grows too fast" : "";
    const times = runs
      .map((run) => (run.error === undefined ? `${run.seconds.toFixed(2)} s` : "-").padStart(9))
      .join("");
    console.log(
      `${name.padEnd(42)}${String(start).padStart(8)}${times}${(wrong ? "" : ratio.toFixed(1)).padStart(8)}` +
        `${(wrong ? "" : four.mebibytes.toFixed(0)).padStart(7)}  ${marks}`,
    );
  }
}

function child(name, n) {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [self, "child", name, String(n)], {
    encoding: "utf8",
    timeout: 120_000,
  });
  if (signal !== null) return { error: `stopped after two minutes at ${n}` };
  if (status !== 0) return { error: `fails at ${n}: ${/\w*Error\b.*/.exec(stderr)?.[0] ?? `exit ${status}`}` };
  return JSON.parse(stdout);
}

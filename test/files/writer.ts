import { readFileSync } from "node:fs";
import { writeFiles } from "../../src/files/write.ts";

// A process for the kill test: writes its files again and again, each time the other of their two texts.
const [rounds = "0", ...paths] = process.argv.slice(2);
for (let round = 0; round < Number(rounds); round++) {
  const changes = paths.map((path) => {
    const before = readFileSync(path, "utf8");
    return { path, before, after: (before.startsWith("a") ? "b" : "a").repeat(before.length) };
  });
  const result = writeFiles(changes);
  if (!result.ok) throw new Error(`${result.path}: ${result.reason}`);
  // From here on, whoever kills it does so between two writes or in one, however slow the machine is.
  if (round === 0) process.stdout.write("ready\n");
}

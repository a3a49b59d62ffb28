import { expect, test } from "@jest/globals";
import { entryOf } from "../../src/application/entry.ts";
import { judged, wordsOf } from "../shell/walk.ts";

const head = "FROM debian:12-slim\nWORKDIR /app\nCOPY . .\n";
const files = {
  "server.js": "",
  "lib/index.js": "",
  "site/__main__.py": "",
  "jobs/work.py": "",
  "app.py": "",
  "main.ts": "",
};

function entry(cmd: string): string {
  const image = judged(`${head}CMD ${JSON.stringify(cmd.split(" "))}\n`, files);
  const main = image.startUp.paths[0]?.processes.at(-1);
  const found = main && entryOf(main, image);
  if (!found) return "no program";
  return found.kind === "file" ? `${found.path} in ${found.at.path}` : found.reason;
}

test.each([
  ["node server.js", "/app/server.js in /server.js"],
  ["node server", "/app/server.js in /server.js"],
  ["node ./lib", "/app/lib/index.js in /lib/index.js"],
  ["node --max-old-space-size=300 /app/server.js x", "/app/server.js in /server.js"],
  ["node dist/server.js", "dist/server.js is not in the build context"],
  ["node -e x", "node is given its program on the command line"],
  ["node", "node is given no program"],
  ["python app.py", "/app/app.py in /app.py"],
  ["python3.12 -u app.py", "/app/app.py in /app.py"],
  ["python site", "/app/site/__main__.py in /site/__main__.py"],
  ["python -m site", "/app/site/__main__.py in /site/__main__.py"],
  ["python -m jobs.work", "/app/jobs/work.py in /jobs/work.py"],
  ["bun run main.ts", "/app/main.ts in /main.ts"],
  ["deno run --allow-net main.ts", "/app/main.ts in /main.ts"],
])("%s: %s", (cmd, expected) => expect(entry(cmd)).toBe(expected));

test("the file is named where it decides what the signal does", () => {
  expect(wordsOf(judged(`${head}CMD ["node", "server.js"]\n`, files).startUp)).toBe(
    "SIGTERM reaches node; how it is handled is up to /app/server.js",
  );
  expect(wordsOf(judged(`${head}CMD ["node", "other.js"]\n`, files).startUp)).toBe(
    "SIGTERM reaches node; how it is handled is up to your code",
  );
});

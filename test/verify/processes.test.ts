import { describe, expect, test } from "@jest/globals";
import { chainTo, mainProgram, zombies } from "../../src/verify/processes.ts";
import type { ContainerProcess } from "../../src/verify/processes.ts";
import { containerOf } from "./container.ts";

function mainOf(...lines: readonly string[]): string | undefined {
  return mainProgram(containerOf(...lines))?.argv.join(" ");
}

describe("the main program", () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ["alone", ["nginx -g x"], "nginx -g x"],
    ["not its workers", ["gunicorn app", " gunicorn app", " gunicorn app"], "gunicorn app"],
    ["behind a shell", ["/bin/sh -c app", " app"], "app"],
    ["behind a shell without a name of its own", ["busybox sh /ep.sh", " app"], "app"],
    ["behind a login shell", ["-bash", " app"], "app"],
    [
      "behind an init, a script and a wrapper",
      ["tini -- /ep.sh", " /bin/sh /ep.sh", "  flock /tmp/l app", "   app"],
      "app",
    ],
    ["behind a program with a title of its own", ["npm start", " sh -c node_server", "  node_server"], "node_server"],
    [
      "behind a wrapper that an interpreter runs",
      ["node /usr/local/bin/yarn.js start", " /bin/sh -c app", "  app"],
      "app",
    ],
    ["not the utility beside it", ["/bin/sh /ep.sh", " app", " tee /tmp/log"], "app"],
    ["not the sleep beside it", ["bash /ep.sh", " sleep 1000", " app"], "app"],
    ["not what only keeps the container up", ["bash /ep.sh", " sleep infinity", " flock /tmp/l app", "  app"], "app"],
    ["which is the main program if there is no other", ["/bin/sh /ep.sh", " tail -f /dev/null"], "tail -f /dev/null"],
    ["not the zombie beside it", ["/bin/sh /ep.sh", "Z other", " app"], "app"],
    [
      "a script that only sleeps is the program itself",
      ["tini -- /ep.sh", " /bin/sh /ep.sh", "  sleep 3600"],
      "/bin/sh /ep.sh",
    ],
  ];
  test.each(cases)("%s", (_, lines, main) => expect(mainOf(...lines)).toBe(main));

  test("one of several cannot be told", () => expect(mainOf("/bin/sh /ep.sh", " caddy run", " app")).toBeUndefined());
  test("of nothing is none", () => expect(mainProgram([])).toBeUndefined());
});

test("the chain goes from PID 1 down, siblings are not in it", () => {
  const processes = containerOf("tini -- x", " /bin/sh /ep.sh", "  tee log", "  app");
  const main = mainProgram(processes);
  expect(main && chainTo(processes, main).map(({ argv }) => argv[0])).toEqual(["tini", "/bin/sh", "app"]);
});

test("zombies are counted", () => {
  const processes: readonly ContainerProcess[] = containerOf("app", "Z sh", " helper", "Z sh");
  expect(zombies(processes)).toBe(2);
});

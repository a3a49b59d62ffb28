import { describe, expect, test } from "@jest/globals";
import { chains, judged, wordsOf } from "../shell/walk.ts";

function started(script: string, cmd = '["app.py"]'): readonly string[] {
  return chains(`FROM debian:12\nCOPY ep.sh app.py /\nENTRYPOINT ["bash", "/ep.sh"]\nCMD ${cmd}\n`, {
    "ep.sh": script,
    "app.py": "#!/usr/bin/python3\nprint()\n",
  });
}

describe("a shell runs what the script gives to its standard input", () => {
  test.each([
    ["exec sh <<E\nexec node a.js\nE\n", ["bash with script /ep.sh > dash > node"]],
    ["x='node a.js'\nexec sh <<E\nexec $x\nE\n", ["bash with script /ep.sh > dash > node"]],
    ["exec sh -s -- node a.js <<'E'\nexec \"$@\"\nE\n", ["bash with script /ep.sh > dash > node"]],
    ["exec bash -es node a.js <<-'E'\n\texec \"$@\"\n\tE\n", ["bash with script /ep.sh > bash > node"]],
    ["exec bash <<< 'exec node a.js'\n", ["bash with script /ep.sh > bash > node"]],
    ["exec sh <<E\nnode a.js\nE\n", ["bash with script /ep.sh > dash | node"]],
    ["bash <<< 'exec node a.js'\n", ["bash with script /ep.sh | bash > node"]],
  ])("%j", (script, expected) => {
    expect(started(script)).toEqual(expected);
  });
});

test.each([
  "exec sh < /commands",
  'exec sh <<< "$COMMANDS"',
  "exec sh <<E\nexec $COMMANDS\nE",
  "exec sh <<E\n\\exec a\nE",
])("what is not known of it is not guessed: %j", (script) => {
  const { startUp } = judged('FROM debian:12\nCOPY ep.sh /\nENTRYPOINT ["bash", "/ep.sh"]\n', { "ep.sh": script });
  expect(startUp.outcome).toBe("unknown");
  expect(wordsOf(startUp)).toContain("standard input");
});

test("with nothing there, it ends", () => {
  const { startUp } = judged('FROM debian:12\nCOPY ep.sh /\nENTRYPOINT ["bash", "/ep.sh"]\n', {
    "ep.sh": "exec sh < /dev/null\n",
  });
  expect(startUp.outcome).toBe("finishes");
});

import { execFileSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import { matchesExpression } from "../../src/shell/expansion/regular-expression.ts";
import { endings } from "./walk.ts";

const texts = [
  "node",
  "nodejs",
  "no",
  "NoN",
  "python3",
  "-v",
  "--port=80",
  "a|b",
  "",
  "start",
  "a.b",
  "/usr/bin/app",
  "é",
];

describe("a regular expression matches what it matches in bash", () => {
  test.each([
    "^(node|python3?)$",
    "node|python",
    "^-",
    "^--?[a-z]+",
    "^-v|--version$",
    "a.b",
    "^a.b$",
    "^[^-]",
    "^/.*/app$",
    "^(start|stop)?$",
    "js$",
    "[0-9]+$",
    "^.$",
    "^$",
    "(a|b)",
  ])("%s", (written) => agree(written, texts));

  test.each(["^([nN][oO]|[nN])+$", "^(a|b|no)*$", "(a*)*b", "n*o*d*e*"])("%s, where the text is short", (written) =>
    agree(
      written,
      texts.filter(({ length }) => length <= 8),
    ),
  );
});

/** Both say the same of each text. */
function agree(written: string, all: readonly string[]): void {
  const script = "for t; do if [[ $t =~ EXPRESSION ]]; then echo true; else echo false; fi; done";
  const said = execFileSync("bash", ["-c", script.replace("EXPRESSION", () => written), "bash", ...all], {
    encoding: "utf8",
    env: { LC_ALL: "C.UTF-8" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  expect(all.map((text) => String(matchesExpression(text, written)))).toEqual(said.trim().split("\n"));
}

test.each(['"node"', "$x", "[[:alpha:]]", "a{2}", "a\\.b", "a**", "x^y", "(", "()", "*a"])(
  "what %s matches is left to bash",
  (written) => {
    expect(matchesExpression("node", written)).toBe("unknown");
  },
);

test("a script goes the way that an expression says of its argument", () => {
  const script = 'if [[ $1 =~ ^(app|worker)$ ]]; then exec "$@"; fi\nexec sleep 5';
  expect(endings(script, { shells: ["bash"], params: ["app", "-x"] })).toEqual(["exec app -x"]);
  expect(endings(script, { shells: ["bash"], params: ["other"] })).toEqual(["exec sleep 5"]);
});

test.each(["(a*)*", "(a+)+b", ".*.*.*"])("what %s matches is left to bash where the text is long", (written) => {
  expect(matchesExpression("node, or node", written)).toBe("unknown");
  expect(matchesExpression("", `${"(a*".repeat(9)}${")".repeat(9)}`)).toBe("unknown");
});

import { describe, expect, test } from "@jest/globals";
import { endings } from "./walk.ts";

const loop = 'while getopts "ab:" opt; do case "$opt" in a) app --setup ;; esac; done; exec app';

/** Run in dash, bash and busybox: `getopts` fails at once where the first word is no option. */
describe("getopts finds no option where there is none", () => {
  test.each([
    ["no argument", loop, [], ["exec app"]],
    ["an operand", loop, ["serve", "-a"], ["exec app"]],
    ["a dash alone", loop, ["-"], ["exec app"]],
    ["the end of options", loop, ["--", "-a"], ["exec app"]],
    ["words of its own", 'getopts a opt serve "$@" || exec app', ["-a"], ["exec app"]],
    ["as a condition", "if getopts a opt; then exec other; fi; exec app", [], ["exec app"]],
    [
      "what is left",
      'while getopts a opt; do :; done; shift $((OPTIND - 1)); exec "$@"',
      ["serve", "x"],
      ["exec serve x"],
    ],
    ["behind the end", 'while getopts a opt; do :; done; shift $(( $OPTIND - 1 )); exec "$@"', ["--", "x"], ["exec x"]],
    [
      "none of them",
      'while getopts a o; do :; done; shift $((OPTIND - 1)); [ $# -ge 1 ] && exec "$@"; exec app',
      [],
      ["exec app"],
    ],
  ] as const)("%s", (_, script, params, ends) => expect(endings(script, { params })).toEqual(ends));

  test.each([
    ["an option", ["-a"], false],
    ["more that is not known", [], true],
  ] as const)("it may find one: %s", (_, params, open) =>
    expect(endings("if getopts a opt; then exec other; fi; exec app", { params, open })).toEqual(
      expect.arrayContaining(["exec other", "exec app"]),
    ),
  );

  test("behind options that have been read it begins elsewhere", () =>
    expect(endings("getopts a opt; getopts a opt serve && exec other; exec app", { params: ["-a"] })).toEqual(
      expect.arrayContaining(["exec other", "exec app"]),
    ));
});

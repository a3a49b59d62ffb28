import { describe, expect, test } from "@jest/globals";
import { endings } from "./walk.ts";
import type { Around } from "./walk.ts";

const around: Around = { cwd: "/srv", env: { HOST: "web" } };
const argument = (text: string, more: Around = {}): readonly string[] =>
  endings(`exec run ${text}`, { ...around, ...more }).map((ending) => ending.replace(/^exec run ?/, ""));

describe("the output of a command", () => {
  test.each([
    ['"$(dirname "$0")"', "/"],
    ['"$(dirname "/opt/app/run.sh")"', "/opt/app"],
    ['"$(basename "$0")"', "ep.sh"],
    ['"$(basename /opt/app/)"', "app"],
    ['"$(readlink -f "$0")"', "/ep.sh"],
    ['"$(realpath bin/app)"', "/srv/bin/app"],
    ['"$(realpath ./bin/app)"', "/srv/bin/app"],
    ['"$(cd "$(dirname "$0")" && pwd)"', "/"],
    ['"$(cd -- "$(dirname "$0")" && pwd -P)"', "/"],
    ['"$(cd /opt && pwd)/bin/app"', "/opt/bin/app"],
    ['"$(pwd)/app"', "/srv/app"],
    ["$(echo a)", "a"],
    ['"$(dirname "$(readlink -f "$0")")"', "/"],
    ["`pwd`", "/srv"],
    ["$(printf %s a)", "a"],
    ["$(printf '%s\\n' \"$0\")", "/ep.sh"],
    ["\"$(printf '%s' 'a b')\"", "a b"],
    ["$(echo a b)", "a b"],
    ['"$(echo a  "b  c")"', "a b  c"],
    ["$(printf a%s b)", "ab"],
    ["$(printf %s a b)", "ab"],
    ["$(printf %s $HOST)", "web"],
    ["$(printf '%s,%d\\n' a 1 b 02)", "?"],
    ["$(printf '%s,%d;' a 1 b 2)", "a,1;b,2;"],
    ["$(id -u)", "0"],
    ["$(which node)", "?node"],
    ["$(type -p node)", "?node"],
    ["$(command -v node)", "?node"],
  ])("%s is known: %s", (text, expected) => {
    expect(argument(text)).toEqual([expected]);
  });

  test.each([
    "$(hostname)",
    "$(id -un)",
    "$(id)",
    "$(cat /x)",
    "$(echo a; echo b)",
    "$(echo -n a)",
    "$(printf %q a)",
    "$(echo 'a\\nb' c)",
    "$(echo -e a b)",
    "$(printf '%5s' a)",
    "$(printf '\\041')",
    "$(printf '%s %s' $X)",
    "$(date +%s)",
    "$(basename a b)",
    "$(cd /x; pwd)",
    "$(cd /x && ls)",
    "$(dirname a b)",
    "$(dirname $X)",
    "$(pwd | tr a b)",
    "$(pwd &)",
    "$(which $X)",
    "$(echo $X)",
    "$(if true; then pwd; fi)",
    "$(< file)",
    "$()",
  ])("%s is not", (text) => {
    expect(argument(`"${text}"`)).toEqual(["?"]);
  });

  // Measured: bash 5.2; dash and ash have no shopt.
  test.each([
    ['"$(shopt -po xtrace)"', "set +o xtrace"],
    ['"$(shopt -op xtrace || true)"', "set +o xtrace"],
    ['"$(shopt -p nullglob || :)"', "shopt -u nullglob"],
    ['"$(pwd || true)"', "/srv"],
    ['"$(shopt -po errexit)"', "?"],
    ['"$(shopt nullglob)"', "?"],
    ['"$(shopt -p)"', "?"],
    ['"$(pwd || false)"', "?"],
    ['"$(pwd || exit 1)"', "?"],
  ])("%s is, to bash, %s", (text, expected) => {
    expect(argument(text, { shells: ["bash"] })).toEqual([expected]);
  });

  test.each([
    ["", "false\nexec run", "exec run"],
    ["set -e\n", "exec run", "exec run"],
    // bash has turned `set -e` off in the substitution, and so it says.
    ["set -e\n", "false\nexec run", "exec run"],
    ["set -e; set -o posix\n", "false\nexec run", "exit"],
    ["set -u\n", 'unset X\nexec run "$X"', "exit"],
  ])("%jhas its options set again: %j", (before, after, expected) => {
    const script = `${before}old=$(set +o)\nset -e\neval "$old"\n${after}`;
    const around = { shells: ["bash"] } as const;
    expect(endings(script, around).map((each) => (each.startsWith("exec") ? each : "exit"))).toEqual([expected]);
  });

  test("that has a suffix taken off is another name", () => {
    expect(argument("$(basename /a/run.sh .sh)")).not.toContain("run.sh");
  });

  test.each([
    ["root", "0"],
    ["other", "1000"],
    ["unknown", "?"],
  ] as const)("id -u of %s is %s", (uid, expected) => {
    expect(argument("$(id -u)", { uid })).toEqual([expected]);
  });

  test("where a program stands is what the script was given, if that is its path", () => {
    const script = 'if [[ $1 == "$(command -v named)" ]]; then exec named -g; fi\nexec "$@"';
    expect(endings(script, { shells: ["bash"], params: ["/usr/sbin/named"] })).toEqual(["exec named -g"]);
    expect(endings(script, { shells: ["bash"], params: ["/bin/sh"] })).toEqual(["exec named -g", "exec /bin/sh"]);
  });

  test("in a folder that is not known", () => {
    expect(endings('cd "$X"\nexec run "$(pwd)"', around)).toEqual(["exec run ?"]);
    expect(endings('cd "$X"\nexec "$(pwd)/app"', around)).toEqual(["exec ?app"]);
  });

  test("does not change the folder", () => {
    expect(endings('A="$(cd /opt && pwd)"\nexec run "$A" "$PWD"', around)).toEqual(["exec run /opt /srv"]);
  });

  test("decides a condition only where no environment can change it", () => {
    expect(endings('if [ "$(echo $HOST)" = web ]; then exec a; fi\nexec b', around)).toEqual(["exec a", "exec b"]);
    expect(endings('if [ "$(basename "$0")" = ep.sh ]; then exec a; fi\nexec b', around)).toEqual(["exec a"]);
  });
});

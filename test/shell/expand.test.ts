import { execFileSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import { expandAll, valuesOf, variable } from "../../src/shell/expansion/expand.ts";
import { HOLE, fixedField } from "../../src/shell/state/field.ts";
import type { Field, Value } from "../../src/shell/state/field.ts";
import type { State } from "../../src/shell/state/state.ts";
import { Table } from "../../src/shell/state/table.ts";
import { host, show, start, unit } from "./walk.ts";
import type { Around } from "./walk.ts";

const vars = (
  [
    ["a", { value: "x", fixed: true }],
    ["two", { value: "x y", fixed: true }],
    ["padded", { value: " x  y ", fixed: true }],
    ["empty", { value: "", fixed: true }],
    ["path", { value: "/usr/local/app.tar.gz", fixed: true }],
  ] as const
).reduce((table, [name, value]) => table.put(name, value), Table.empty<Value>());

function fields(text: string, around: Around = {}, state: Partial<State> = {}): readonly Field[] {
  const script = unit(`cmd ${text}`);
  const node = script.script.list.items[0]?.node;
  if (node?.kind !== "simple") throw new Error(`${text} are no words`);
  return expandAll(node.words.slice(1), { ...start(around), vars, ...state }, host(around), script);
}

const values = (text: string, around?: Around, state?: Partial<State>): readonly string[] =>
  fields(text, around, state).map((field) => field.value);

/** The same words as a real shell expands them. */
function real(text: string, params: readonly string[]): readonly string[] {
  const set = `unset u; a=x two='x y' padded=' x  y ' empty= path=/usr/local/app.tar.gz; cd /; for w in ${text}; do printf '<%s>' "$w"; done`;
  const out = execFileSync("dash", ["-c", set, "/ep.sh", ...params], { encoding: "utf8" });
  return [...out.matchAll(/<([^>]*)>/g)].map((match) => match[1] ?? "");
}

test.each(['"${path##$star}"', '"${path##["/"]*}"', '"${path##[^/]}"', '"${path##[$a/]}"', '"${path##[[=a=]]*}"'])(
  "a pattern whose signs are quoted, come from a variable or mean another thing to each shell is not guessed: %s",
  (text) => {
    expect(values(text, {}, { vars: vars.put("star", { value: "*/", fixed: true }) })).toEqual(["unknown"]);
  },
);

test("a pattern of a variable in quotes stands for itself", () => {
  expect(
    values(
      '"${path##"$star"}" "${path#"$slash"}" "${path##$slash}"',
      {},
      { vars: vars.put("star", { value: "*/", fixed: true }).put("slash", { value: "/usr/", fixed: true }) },
    ),
  ).toEqual(["/usr/local/app.tar.gz", "local/app.tar.gz", "local/app.tar.gz"]);
});

test("bash changes the case of a value; of a letter beyond ASCII, of one letter or by a pattern it is not guessed", () => {
  const text = '"${mixed^^}" "${mixed,,}" "${empty^^}" "${umlaut^^}" "${mixed^}" "${mixed^^[b]}" "${@^^}"';
  const more = vars.put("mixed", { value: "aB-c_1", fixed: true }).put("umlaut", { value: "\u00e4", fixed: true });
  expect(values(text, {}, { vars: more })).toEqual([
    "AB-C_1",
    "ab-c_1",
    "",
    "unknown",
    "unknown",
    "unknown",
    "unknown",
  ]);
});

test("a piece of a value is counted from its end as bash and ash count it", () => {
  const text = '"${mixed: -3}" "${mixed: -7}" "${mixed: -3:2}" "${mixed: -6}" "${empty: -1}" "${mixed: -3:-1}"';
  const more = vars.put("mixed", { value: "abcdef", fixed: true });
  expect(values(text, {}, { vars: more })).toEqual(["def", "", "de", "abcdef", "", "unknown"]);
});

describe("words come out as dash expands them", () => {
  test.each([
    "b 'c d' \"e f\" g\\ h i'j k'l",
    "$a \"$a\" ${a} '$a' \\$a",
    "$two",
    '"$two"',
    "b$two",
    "${two}c",
    "b${two}c",
    "$padded",
    "b${padded}c",
    '$a"$two"',
    "'' \"\" ''b",
    '"$empty"',
    "b$empty c",
    "'a b'$two",
    "$two$two",
    "$1 $2 $3 b",
    '"$1" "$2" "$3" b',
    "$# ${#a} ${#two}",
    "$0",
    '"$@"',
    "${@}",
    '"${@}"',
    'b"$@"c',
    '${1+"$@"}',
    '${1:+"$@"}',
    '"${a:-d}" ${empty:-d} ${empty-d} ${a:+d} "${empty:+d}" b',
    "${1:-d} ${9:-d} ${9-d} ${9:-$two}",
    "${path##*/} ${path#*/} ${path%.*} ${path%%.*} ${path%/*} ${path#nothing} ${path%%x*}",
    "${a:=d}",
    "$(echo b)",
    '"$(dirname /a/b)" $(basename /a/b/) $(dirname /b)',
    '"${@:-d}"',
    "$@",
    "$*",
  ])("%s", (text) => {
    const params = ["one", "p q"];
    expect(values(text, { params })).toEqual(real(text, params));
  });
});

describe("the positional parameters", () => {
  const around = { params: ["app", "a b", "c"] };
  test.each([
    ['"$@"', ["app", "a b", "c"]],
    ['"${@:1}"', ["app", "a b", "c"]],
    ['"${@:2}"', ["a b", "c"]],
    ['"${@:4}"', []],
    ['"$*"', ["app a b c"]],
    ['"${1+"$@"}"', ["app", "a b", "c"]],
    ['x "$@" y', ["x", "app", "a b", "c", "y"]],
    ['"$1" "$3"', ["app", "c"]],
    ["$@", ["app", "a", "b", "c"]],
    ["$*", ["app", "a", "b", "c"]],
    ['"${@:-d}"', ["app", "a b", "c"]],
    ["${#@}", ["3"]],
  ])("%s", (text, expected) => {
    expect(values(text, around)).toEqual(expected);
  });

  test.each([
    ['"$@"', "app ?"],
    ['"$1"', "app"],
    ['"$2"', "?"],
    ["$#", "?"],
    ['"$*"', "?"],
    ['"${@:2}"', "?"],
    ['b "$@"', "b app ?"],
  ])("that may be more than are known: %s", (text, expected) => {
    expect(show(fields(text, { params: ["app"], open: true }))).toBe(expected);
  });

  test.each(['"${@:2:1}"', '"${@%c}"'])("what is not modelled of them is unknown, not another text: %s", (text) => {
    expect(values(text, around).filter((value) => value !== "unknown" && !around.params.includes(value))).toEqual([]);
  });

  test("are replaced by their default where there are none", () => {
    expect(values('"${@:-d}" "${1:-e}"')).toEqual(["d", "e"]);
  });

  test("that are none are no word, quoted or not", () => {
    expect(values('"$@" $@ $* b')).toEqual(["b"]);
  });

  test("that are empty are no word without quotes", () => {
    const params = ["", "a"].map((value) => fixedField(value));
    const valuesOf = (text: string): readonly string[] => fields(text, {}, { params }).map((each) => each.value);
    expect(valuesOf("$@ b")).toEqual(["a", "b"]);
    expect(valuesOf("$* b")).toEqual(["a", "b"]);
    expect(valuesOf('"$@" b')).toEqual(["", "a", "b"]);
  });

  test("keep the place where they were written", () => {
    const text = unit("x").script.text;
    const [field] = fields('"$@"', {}, { params: [fixedField("app", text)] });
    expect(field?.text).toBe(text);
  });
});

describe("what is not known before the container runs", () => {
  test.each([
    ["a variable that nobody sets", "$u", "?"],
    ["a variable that nobody sets, with a default", '"${u:-d}"', "?"],
    ["in a path: the program's name stays", "$u/bin/app", "?app"],
    ["in a path, quoted", '"$u"/bin/"app"', "?app"],
    ["in the last segment", "/bin/$u", "?"],
    ["beside the last segment", "/bin/app-$u", "?"],
    ["in a folder behind a known one", "/opt/$u/app", "?app"],
    ["that a path ends with", "/opt/$u/", "?"],
    ["a glob", "*.js", "?"],
    ["a tilde", "~/app", "?"],
    ["braces", "{a,b}", "?"],
    ["a command's output", "$(hostname)", "?"],
    ["an option that holds one", "--port=$u", "?"],
    ["which", "$(which node)", "?node"],
    ["command -v", '"$(command -v node)"', "?node"],
  ])("%s", (_, text, expected) => {
    expect(show(fields(text))).toBe(expected);
  });

  test("a look-up takes the last segment where only the folder is unknown", () => {
    expect(valuesOf(fields("$u/bin/app $u b"))).toEqual(["app", "unknown", "b"]);
  });

  test("nothing of an unknown piece gets into a value", () => {
    expect(
      fields('$u ${u}x x$u/$u/ "$(hostname)"').every(
        (field) => !field.value.includes(HOLE) && !field.base?.includes(HOLE),
      ),
    ).toBe(true);
  });
});

describe("what `docker run -e` can change", () => {
  test.each([
    ["an image's variable", "$FROM_ENV", false],
    ["a word with one in it", "a-$FROM_ENV", false],
    ["a variable that the script sets", "$a", true],
    ["a literal", "a", true],
    ["a parameter", "$1", true],
    ["a default that holds one", '"${empty:-$FROM_ENV}"', false],
  ])("%s", (_, text, fixed) => {
    expect(fields(text, { env: { FROM_ENV: "v" }, params: ["p"] })).toMatchObject([{ fixed }]);
  });

  test("a variable that the script has set counts before the image's", () => {
    expect(values("$a $FROM_ENV", { env: { a: "other", FROM_ENV: "v" } })).toEqual(["x", "v"]);
  });
});

test.each([
  ["b", "/srv"],
  ["/a/b", "/a"],
  ["/a/b/", "/a"],
  ["a/b", "/srv/a"],
  ["/", "/"],
])("$(dirname %s) is a folder that is found from anywhere: %s", (path, expected) => {
  expect(values(`$(dirname ${path})`, { cwd: "/srv" })).toEqual([expected]);
});

test.each([
  ["UID", "root", "0"],
  ["EUID", "root", "0"],
  ["UID", "other", "unknown"],
  ["PWD", "root", "/srv"],
  ["0", "root", "/ep.sh"],
  ["BASH_SOURCE", "root", "/ep.sh"],
  ["#", "root", "0"],
] as const)("$%s as %s is %s", (name, uid, value) => {
  expect(variable(name, start({ uid, cwd: "/srv" }), host()).value).toBe(value);
});

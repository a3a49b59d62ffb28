import fc from "fast-check";

const text = fc.constantFrom("a", "b c", "", " d ", "e,f", ",", "g,,h,", "x/y.z", "-n", "Aa", "a:b", "~", "*", "i\tj");
const array = fc.constantFrom("p", "q");
const scalar = fc.constantFrom("x", "y");
const number = fc.constantFrom("0", "1", "2", "-1", "-2", "3", "9");
const length = fc.constantFrom("", "", ":0", ":1", ":2");

function single(value: string): string {
  return `'${value}'`;
}

function filled(template: string, ...pieces: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...pieces).map((all) => all.reduce((line, piece) => line.replace("@@", () => piece), template));
}

/** Expansions that every shell of the three has. */
const plainForm = fc.oneof(
  filled("${@@}", fc.oneof(scalar, fc.constantFrom("@", "*", "1", "2", "3", "4", "#"))),
  filled("${#@@}", scalar),
  filled("${@@@@@@}", scalar, fc.constantFrom(":-", ":+", "-", "+"), fc.constantFrom("d", "e f", "$1", "$y")),
  filled("${@@@@@@}", scalar, fc.constantFrom("#", "##", "%", "%%"), fc.constantFrom("a", "*,", ",*", "?", "/*", " ")),
);

const bashForm = fc.oneof(
  filled("${@@[@@]}", array, fc.constantFrom("@", "*", "@", "*")),
  filled("${@@[@@]}", array, number),
  filled("${@@[@@]@@@@}", array, number, fc.constantFrom(":-", ":+", "-"), fc.constantFrom("d", "e f")),
  filled("${@@[@]@@@@}", array, fc.constantFrom(":-", ":+", "-", "+"), fc.constantFrom("d", "$x", "set")),
  filled("${#@@[@@]}", array, fc.constantFrom("@", "*", "0", "1")),
  filled("${@@[@]: @@@@}", array, number, length),
  filled("${@: @@@@}", fc.constantFrom("1", "2", "5", "-1"), length),
  filled("${@@: @@@@}", scalar, number, length),
  filled(
    "${@@@@@@/@@}",
    scalar,
    fc.constantFrom("/", "//"),
    fc.constantFrom("a", ",", " ", "g,"),
    fc.constantFrom("", "-", "b c"),
  ),
  filled("${@@@@}", scalar, fc.constantFrom("^^", ",,")),
  filled('${@@[@]+"${@@[@]}"}', array, array),
  filled("${!@@}", fc.constantFrom("r", "r", "x")),
);

function wordOf(form: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const output = fc.oneof(
    filled('$(printf "%s,%s;" "$@")'),
    filled('$(echo "$@@" @@)', scalar, scalar),
    filled("$(printf %s $@@)", scalar),
  );
  return fc.oneof(
    { weight: 4, arbitrary: filled('"@@"', form) },
    { weight: 3, arbitrary: form },
    { weight: 2, arbitrary: filled('s"@@"@@e', form, form) },
    { weight: 1, arbitrary: filled('"@@"', output) },
    { weight: 1, arbitrary: output },
    { weight: 2, arbitrary: text.map(single) },
  );
}

function wordsOf(form: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.array(wordOf(form), { minLength: 0, maxLength: 3 }).map((all) => all.join(" "));
}

function plainLine(form: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 3, arbitrary: filled("@@=@@", scalar, text.map(single)) },
    filled("@@=@@", scalar, wordOf(form)),
    filled("set -- @@", wordsOf(form)),
    filled("IFS=@@", fc.constantFrom(",", "' ,'", "''", "/", "', :'")),
    fc.constant("unset IFS"),
    filled("f() { local @@=@@; }; f", scalar, text.map(single)),
    filled("f() { @@=@@; }; f", scalar, text.map(single)),
    filled("for x in @@; do y=$x; done", wordsOf(form)),
    filled('[ -n "$@@" ] && y=1', scalar),
    filled("eval @@=@@", scalar, fc.constantFrom("v", "'\"$x\"'", "'$1'")),
  );
}

const bashLine = fc.oneof(
  { weight: 3, arbitrary: filled("@@=(@@)", array, wordsOf(bashForm)) },
  { weight: 3, arbitrary: filled("@@+=(@@)", array, wordsOf(bashForm)) },
  filled("@@[@@]=@@", array, fc.constantFrom("0", "1", "2"), wordOf(bashForm)),
  filled("@@+=@@", fc.oneof(array, scalar), wordOf(bashForm)),
  filled("@@=@@", array, text.map(single)),
  filled("declare -a @@", array),
  filled("declare -a @@=(@@)", array, wordsOf(bashForm)),
  filled("unset @@", fc.oneof(array, scalar)),
  filled("f() { local @@=(@@); @@+=(@@); }; f z", array, wordsOf(bashForm), array, wordsOf(bashForm)),
  filled("f() { local @@ @@; @@+=(@@); }; f z", array, scalar, array, wordsOf(bashForm)),
  filled('f() { @@+=("$@"); }; f @@', array, wordsOf(bashForm)),
  filled("@@read -ra @@ <<< @@", fc.constantFrom("", "IFS=, "), array, wordOf(bashForm)),
  filled("@@read -r x y <<< @@", fc.constantFrom("", "IFS=, "), wordOf(bashForm)),
  filled("printf -v @@ '%s,%s' @@", scalar, wordsOf(bashForm)),
  filled("r=@@", fc.constantFrom("x", "y", "1", "p")),
  filled('eval "@@=($(printf "%q " @@))"', array, wordsOf(bashForm)),
);

/** Lines of a script that set variables, and the words with which it ends. */
export interface Case {
  readonly lines: readonly string[];
  readonly words: string;
}

/** What dash, bash and ash read. */
export const plainScripts: fc.Arbitrary<Case> = fc.record({
  lines: fc.array(plainLine(plainForm), { maxLength: 5 }),
  words: wordsOf(plainForm),
});

const anyForm = fc.oneof({ weight: 2, arbitrary: bashForm }, plainForm);

/** What bash alone reads. */
export const bashScripts: fc.Arbitrary<Case> = fc.record({
  lines: fc.array(fc.oneof({ weight: 2, arbitrary: bashLine }, plainLine(anyForm)), { maxLength: 6 }),
  words: wordsOf(anyForm),
});

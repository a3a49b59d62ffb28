import { describe, expect, test } from "@jest/globals";
import { endings } from "./walk.ts";
import { modelWords, realWords } from "./words-real.ts";

const bash = { shells: ["bash"], params: ["one", "two three", ""] } as const;

describe("an array has the words that bash gives it", () => {
  test.each([
    'a=(app --x); exec show "${a[@]}"',
    'a=(app "b c" \'\' d); exec show "${a[@]}" e',
    'a=(); exec show "${a[@]}" e',
    'a=(); exec show x"${a[@]}"y',
    'a=("b c" d); exec show ${a[@]} x"${a[@]}"y',
    'a=("$@"); exec show "${a[@]}"',
    'a=("$@"); exec show ${a[@]} ${a[*]}',
    'a=(x "$@" y); exec show "${a[@]:1}" "${a[@]:1:2}" "${a[@]: -2}" "${a[@]: -9}" "${a[@]:7}"',
    'a=(x y z); exec show "${a[0]}" "${a[1]}" "${a[-1]}" "${a[2]}" "${a[3]}" "${a[9]:-none}" "${a[9]-none}"',
    'a=(x y z); i=1; exec show "${a[i]:-q}" "${a[$i]}" "${a[${i}]}"',
    'a=(x y z); exec show "$a" "${a}" "${#a[@]}" "${#a[*]}" "${#a[1]}" "${#a}"',
    'a=(x); a+=(y "$1"); a+=(z); exec show "${a[@]}" "${#a[@]}"',
    'a=x; a+=(y); exec show "${a[@]}" "$a"',
    'a=(x y); a=z; exec show "${a[@]}"',
    'a=(x y); a+=z; exec show "${a[@]}"',
    'a=(x y); a[1]=q; a[2]=r; a[0]=p; exec show "${a[@]}"',
    'a[0]=p; a[1]=q; exec show "${a[@]}"',
    'declare -a a; a+=(x); exec show "${a[@]}"',
    'declare -a a=(x "y z"); exec show "${a[@]}" "${a[1]}"',
    'readonly a=(x y); exec show "${a[@]}"',
    'f() { local -a a=("$@" end); exec show "${a[@]}"; }; f b "c d"',
    'f() { local a; a=("$@"); exec show "${a[@]}" "$#"; }; f b "c d"',
    'a=(x y); f() { local a=("$@"); }; f b c; exec show "${a[@]}"',
    'a=(x y); f() { local -a a; a+=(z); }; f b c; exec show "${a[@]}"',
    'a=(x y); f() { declare -a a; a+=(z); }; f b c; exec show "${a[@]}"',
    'a=(x y); f() { a+=("$1"); }; f b; f c; exec show "${a[@]}"',
    'a=(q); f() { local a=("${a[@]}" x); exec show "${a[@]}"; }; f z',
    'a=q; f() { local a; a+=(x); exec show "${a[@]}"; }; f z',
    'a=q; f() { local a; exec show "${a[@]}" "$a"; }; f z',
    'a=(q r); unset a; a+=(x); exec show "${a[@]}"',
    'b=1; f() { local b=2 c=3; }; f; exec show "$b"',
    'a=(x y); set -- "${a[@]}" "$@"; exec show "$@"',
    'a=(x y); b=("${a[@]}" z); exec show "${b[@]}"',
    'a=("b c" d); exec show "${a[*]}" "$*"',
    'a=(b c); IFS=,; exec show "${a[*]}" "$*"',
    'a=(b c); x="${a[@]}"; y=${a[*]}; exec show "$x" "$y"',
    'a=(b c); exec show ${a[@]+"${a[@]}"} "${a[@]:-none}" "${a[@]+set}"',
    'a=(); exec show ${a[@]+"${a[@]}"} "${a[@]:-none}" "${a[@]+set}" "${a[*]:-none}"',
    'a=(b "c d"); for x in "${a[@]}"; do last=$x; done; exec show "$last"',
    'a=(b c); if [ "${#a[@]}" -gt 1 ]; then exec show many; fi; exec show few',
    "a=(); if [[ ${#a[@]} -eq 0 ]]; then exec show none; fi; exec show some",
    'a=(); if [ -z "${a[*]}" ]; then exec show none; fi; exec show some',
    'x="b c"; a=($x "$x" d$x); exec show "${#a[@]}" "${a[@]}"',
    'IFS=,; x="b,,c,"; a=($x); exec show "${a[@]}"',
    'IFS=, read -ra a <<< "b,c d,,e"; exec show "${a[@]}"',
    'read -ra a <<< "  b  c "; exec show "${a[@]}"',
    'read -r -a a <<< "$1 $2"; exec show "${a[@]}"',
    'read -r x y z <<< "b c"; exec show "$x" "$y" "$z"',
    'read -r x <<< " b "; exec show "$x"',
    'x=(b c); exec show "${x[@]:0}" "${@:0}" "${@:0:1}"',
    'exec show "${@:2}" "${@: -1}" "${@:1:2}" "${@:4}" "${@:5}" "${@: -2:1}"',
    'v=a; a=x; exec show "${!v}"',
    'x=aXbXc; exec show "${x/X/-}" "${x//X/-}" "${x/X}" "${x//X/}" "${x/q/r}" "${x/X/ }"',
    'x=a; exec show "${x+set}" "${x:+set}" "${x+"b c"}"',
    'printf -v x "%s-%s" a b; exec show "$x"',
    'printf -v x "%s," a b c; exec show "${x%,}"',
    'exec show "$(printf "%q " "$@")" "$(printf "%s\\n" "$@")" "$(echo a "$1")"',
    'eval "exec show $(printf "%q " "$@")"',
    `eval "exec show $(printf "%q " 'a  b' 'c"d' 'e\\f' 'g$h' '#i' '~' 'a=~b' 'x,y' '!' '^' '{a,b}' '-' "'")"`,
    'line="show b \'c d\'"; eval "exec $line"',
    "cmd=exec; ${cmd} show a",
    'cmd="exec show"; $cmd a',
    'eval x=1; trap "echo" TERM; exec show "$x"',
  ])("%s", (script) => {
    expect(modelWords(script, bash)).toEqual(realWords("bash", script, bash.params));
  });
});

test("elements are counted as bash counts them, and in no other shell", () => {
  expect(modelWords('a=(x y); exec show "${a[1]}" "${a[@]}"', { shells: ["zsh"] })).toEqual(["?", "x", "y"]);
  expect(modelWords('exec show "${@:2}"', { shells: ["ash"], params: ["a", "b"] })).toEqual(["?"]);
});

describe("of an array that is not known as a whole nothing is claimed", () => {
  test.each([
    ['a=(x $U y); exec show "${a[@]}" "${a[0]}" "${a[2]}" "${#a[@]}"', ["x", "?", "y", "x", "?", "?"]],
    ['a=(x *.conf y); exec show "${a[@]}" "${a[2]}"', ["x", "?", "y", "?"]],
    ['a=([3]=x [1]=y); exec show "${a[@]}"', ["?"]],
    ['declare -A a=([k]=x); exec show "${a[k]}" "${a[@]}"', ["?", "?"]],
    ['declare -A a; a[k]=x; exec show "${a[k]}" "${a[@]}"', ["?", "?"]],
    ['a[5]=x; exec show "${a[@]}"', ["?"]],
    ['a=(x); unset "a[0]"; exec show "${a[0]}"', ["?"]],
    ['mapfile -t a < f; exec show "${a[@]}" "${#a[@]}"', ["?", "?"]],
    ['read -ra a < f; exec show "${a[@]}"', ["?"]],
    ['a=(x); read -r a; exec show "${a[0]}"', ["?"]],
  ])("%s", (script, expected) => {
    expect(modelWords(script, { shells: ["bash"] })).toEqual(expected);
  });
});

test("two ways that differ in known words stay two, and both are known", () => {
  const script = 'a=(app)\nif [ -n "$TLS" ]; then a+=(--tls "$CERT"); fi\nexec "${a[@]}" "$@"';
  expect(endings(script, { shells: ["bash"], params: ["-v"] })).toEqual(["exec app --tls ? -v", "exec app -v"]);
});

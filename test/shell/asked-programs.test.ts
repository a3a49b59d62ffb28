import { describe, expect, test } from "@jest/globals";
import { outcomes } from "./in-shells.ts";

describe("a program that runs on the way to an end gets the signal while it runs", () => {
  test.each([
    ["app serve\nexit 1", "stuck stuck stuck"],
    ['[ -n "$DEV" ] && exec app dev\napp serve\nexit 1', "stuck stuck stuck"],
    ['case "$MODE" in web) exec app;; *) app serve; echo died; exit 1;; esac', "stuck stuck stuck"],
    [
      'die() { echo "$1"; exit 1; }\n[ -n "$DEV" ] && exec app dev\napp serve || true; die "ended"',
      "stuck stuck stuck",
    ],
    ["for i in 1 2 3; do app && exit 0; sleep 1; done\nexit 1", "stuck stuck stuck"],
    [
      '[ -n "$DEV" ] && exec app dev\nn=0\nwhile [ $n -lt 3 ]; do app; n=$((n+1)); sleep 1; done\necho gone >&2\nexit 1',
      "stuck stuck stuck",
    ],
    ["app & wait $!; exit 1", "stuck stuck stuck"],
    ['[ -n "$DEV" ] && exec app dev\napp &\nwait $!\nexit 1', "stuck stuck stuck"],
    ['[ -n "$DEV" ] && exec app dev\nout=$(app)\necho $out', "stuck stuck stuck"],
    ['out=$(app); echo "$out"; exit 3', "stuck stuck stuck"],
    ['[ -n "$DEV" ] && exec app dev\napp & while [ -d /proc/$! ]; do sleep 1; done', "stuck stuck stuck"],
    ["if ! app; then exit 1; fi", "stuck stuck stuck"],
    ['[ -n "$DEV" ] && exec app dev\napp || exit 1', "stuck stuck stuck"],
    ["app || exit 1", "stuck stuck stuck"],
    ["app && exit 0 || exit 1", "stuck stuck stuck"],
    ["app\nrc=$?\n[ $rc -eq 0 ] || exit $rc\nexit 1", "stuck stuck stuck"],
    ["trap 'kill $p; wait $p; exit 1' TERM\napp & p=$!\nwait $p\nexit 1", "delivered delivered delivered"],
    ["set -e\napp\nfalse", "stuck stuck stuck"],
    ['[ -n "$DEV" ] && exec app dev\napp | cat\nexit 1', "stuck stuck stuck"],
    ['[ -n "$DEV" ] && exec app dev\n{ app; exit 1; }', "stuck stuck stuck"],
    ['[ -n "$DEV" ] && exec app dev\n( app; exit 1 )', "stuck stuck stuck"],
    ['[ -n "$DEV" ] && exec app dev\necho "$(app)"', "stuck stuck stuck"],
    ['[ -n "$DEV" ] && exec app dev\nx=`app`\nexit 1', "stuck stuck stuck"],
    ['[ -n "$DEV" ] && exec app dev\nexport X="$(app)"\nexit 1', "stuck stuck stuck"],
    ['[ -n "$DEV" ] && exec app dev\n[ "$(app)" = x ] || exit 1', "stuck stuck stuck"],
    ['[ -n "$DEV" ] && exec app dev\nif [ -z "$(app)" ]; then exit 1; fi', "stuck stuck stuck"],
  ])("%j: %s in dash, bash and ash", (script, expected) => {
    expect(outcomes(script).split(" ").slice(0, 3).join(" ")).toBe(expected);
  });
});

describe("a program whose output is read", () => {
  test.each(["cat < <(app)", "while :; do break; done; cat <(app)"])(
    "through a process substitution, in bash: %s",
    (script) => {
      expect(outcomes(script).split(" ")[1]).toBe("stuck");
    },
  );

  test.each([
    "X=$(some-tool)\nexec app",
    'X=$(some-tool) || exit 1\nexec app "$X"',
    'X=$(some-tool)\n[ -z "$REQ" ] && { echo "REQ is missing"; exit 1; }\nexec app',
    "f() { some-tool; }\nX=$(f)\nexec app",
  ])("is a step where the script goes on to another: %j", (script) => {
    expect(outcomes(script)).toBe("delivered delivered delivered delivered");
  });

  test.each(["X=$(date)", "X=$(curl -s http://x)", "X=$(app --version)", "X=$(cat)", "f() { date; }\nX=$(f)"])(
    "does not stay where it is known to come back: %j",
    (script) => {
      expect(outcomes(`${script}\necho done`)).toBe("finishes finishes finishes finishes");
    },
  );
});

import { describe, expect, test } from "@jest/globals";
import { outcomes } from "./in-shells.ts";

const four = (outcome: string): string => Array.from({ length: 4 }, () => outcome).join(" ");

describe("what has run in front of a check that leaves, and no table knows, is a step", () => {
  test.each([
    'setup-tool\n[ -z "$REQ" ] && { echo "REQ is missing"; exit 1; }\nexec app',
    'setup-tool\nif [ -z "$REQ" ]; then echo "REQ is missing" >&2; exit 1; fi\nexec "$@"',
    './gen-config || exit 1\n: "${REQ:?}"\nexec "$@"',
    'gen-config > /x\ncase "$REQ" in a|b) ;; *) echo bad; exit 2;; esac\nexec "$@"',
    'die() { echo "$1"; exit 1; }\nsetup-tool || die "no setup"\n[ "$REQ" ] || die "no REQ"\nexec app',
    'prepare & wait $! || exit 1\n[ "$REQ" ] || exit 1\nexec app',
    'if setup-tool; then :; else exit 1; fi\nwhile [ -z "$REQ" ]; do exit 1; done\nexec app',
  ])("where the script goes on to another program: %j", (script) => {
    expect(outcomes(script)).toBe(four("delivered"));
  });

  test.each([
    'setup-tool\n[ -z "$REQ" ] && { echo "REQ is missing"; exit 1; }\napp',
    'setup-tool\n[ -z "$REQ" ] && exit 1\n"$@"\nexit 1',
  ])("and the program behind it is the one that counts: %j", (script) => {
    expect(outcomes(script)).toBe(four("stuck"));
  });

  test.each([
    '[ -n "$DEV" ] && exec app dev\napp serve\nexit 1',
    '[ -n "$DEV" ] && exec app dev\napp serve || true\necho ended\nexit 1',
    "app serve\nif [ $? -ne 0 ]; then echo failed; exit 1; fi\necho done",
  ])("and where it goes on to none it is what the container is there for: %j", (script) => {
    expect(outcomes(script)).toBe(four("stuck"));
  });
});

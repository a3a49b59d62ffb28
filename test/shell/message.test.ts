import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { endings } from "./walk.ts";

const shells = ["dash", "bash", "ash"] as const;
type Shell = (typeof shells)[number];
const commands = { dash: ["dash"], bash: ["bash"], ash: ["busybox", "sh"] } as const;

/** Where a real shell comes to at the end of a script, of which no program is there: "exec run a", or "ends". */
function reached(script: string, shell: Shell): string {
  const folder = mkdtempSync(join(tmpdir(), "pid1lint-message-"));
  try {
    const [program, ...args] = commands[shell];
    const text = script.replaceAll("exec run", "exec echo exec run");
    const { stdout } = spawnSync(program, [...args, "-c", text], { cwd: folder, encoding: "utf8", timeout: 20_000 });
    return /^exec run.*$/m.exec(stdout)?.[0]?.trim() ?? "ends";
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const known = (script: string, shell: Shell): readonly string[] =>
  endings(script, { shells: [shell], params: [] }).map((each) => (each.startsWith("exec run") ? each : "ends"));

/** Whether so many steps are enough for a script. */
const reaches = (script: string, steps: number): boolean =>
  endings(script, { shells: ["bash"], steps }).join() === "exec run";

/** Each script is run by real shells, and comes to where the walk says. */
describe("a function that writes a message", () => {
  const log = 'log() { local level="$1"; shift; printf "%s [%s] %s\\n" "$(date)" "$level" "$*" >&2; }\n';
  test.each([
    `${log}log Note starting\nexec run`,
    `${log}note() { log Note "$@"; }\nset -e\nnote a\nnote b c\nexec run`,
    `set -eu\n${log}log Note "$0"\nexec run`,
    `V=a; level=b\n${log}log Note; exec run "$V" "$level"`,
    'V=a\nsay() { local V=b; echo "$V"; }\nsay\nexec run "$V"',
    'say() { if [ -n "$1" ]; then echo "$1"; return 0; fi; echo none; }\nset -e\nsay\nsay a\nexec run',
    'say() { case "$1" in a) echo A;; *) echo B;; esac; }\nset -- x y\nsay a\nexec run "$@"',
    "say() { { echo a; echo b; } >&2; }\nsay\nexec run",
    'err() { [ -n "$1" ] || { err none; return 1; }; echo "$1" >&2; }\nerr\nerr a\nexec run',
    'say() { printf "%s\\n" "$@"; }\nx() { say "$1"; false; }\nx a\nexec run',
  ])("leaves nothing behind: %j", (script) => {
    for (const shell of shells) expect([reached(script, shell)]).toEqual(known(script, shell));
  });

  test.each<[string, readonly Shell[]]>([
    ["say() { echo bye; exit 0; }\nsay\nexec run", shells],
    ["V=a\nsay() { V=b; echo hi; }\nsay\nexec run $V", shells],
    ["V=a\nsay() { echo ${W:=b}; }\nsay\nexec run $W", shells],
    ["V=1\nsay() { echo $((V += 1)); }\nsay\nexec run $V", shells],
    ["say() { for V in a b; do echo $V; done; }\nsay\nexec run $V", shells],
    ["say() { echo hi; cd /; }\nsay\nexec run $PWD", shells],
    ["say() { echo hi; set -- a b; set -e; }\nsay\nfalse\nexec run", shells],
    ['say() { [ -n "$1" ] && echo "$1"; }\nset -e\nsay\nexec run', shells],
    ['say() { [ -n "$1" ]; echo "$1"; }\nset -e\nsay\nexec run', shells],
    ["say() { echo hi; return 3; }\nset -e\nsay\nexec run", shells],
    ["say() { echo hi; false; }\nset -e\nsay\nexec run", shells],
    ["say() { echo hi; false; }\nsay || exit 1\nexec run", shells],
    ["say() { echo hi; return 1; }\nif say; then exec run a; fi\nexec run b", shells],
    ["say() { echo hi; return 1; }\nwhile say; do exec run a; done\nexec run b", shells],
    ['say() { echo "$2"; }\nset -u\nsay a\nexec run', shells],
    ['unset V\nsay() { echo "$V"; }\nset -u\nsay a\nexec run', shells],
    ['say() { echo "${1:?}"; }\nsay\nexec run', shells],
    ['say() { shift; echo "$*"; }\nsay\nexec run', shells],
    ["f() { shift; }\nf || echo\nexec run", shells],
    ["set -- a\nshift\nshift 2\nexec run", shells],
    ["(shift)\nexec run", shells],
    ["say() { shift; f; }\nf() { exit 1; }\nsay a\nexec run", shells],
    ["f() { echo; }\nsay() { f; }\nf() { exit 1; }\nsay\nexec run", shells],
    ["say() { echo hi; f() { exit 1; }; }\nsay\nf\nexec run", shells],
    ["say() { echo hi; unset V; }\nV=a\nsay\nexec run ${V-none}", shells],
    ["say() { local -n r=V; r=b; echo hi; }\nV=a\nsay\nexec run", ["bash"]],
    ['V=a\nsay() { printf -v V "%s" b; }\nsay\nexec run $V', ["bash"]],
    ['say() { echo "${1^^}"; }\nsay a\nexec run', ["dash"]],
  ])("that does more is followed: %j", (script, which) => {
    for (const shell of which) {
      const real = reached(script, shell);
      const told = known(script, shell);
      expect(told.length === 1 && !told.some((each) => each.includes("?")) ? told : [real]).toEqual([real]);
      expect(told.some((each) => each === real || each.includes("?"))).toBe(true);
    }
  });

  test("costs no more than its call, however long it is", () => {
    const steps = (lines: number): number => {
      const body = 'if [ -n "$1" ]; then echo "$1"; else date; fi\n'.repeat(lines);
      const script = `say() { ${body} }\n${"say a\n".repeat(100)}exec run`;
      return [...Array(40).keys()].map((each) => 100 * each).findIndex((most) => reaches(script, most));
    };
    expect(steps(1)).toBeGreaterThan(0);
    expect(steps(50)).toBeLessThan(2 * steps(1));
  });
});

import { describe, expect, test } from "@jest/globals";
import { shells } from "../../src/known/shells/shells.ts";
import type { ShellFamily } from "../../src/known/shells/shells.ts";
import { handler } from "../../src/shell/jobs/trap-handler.ts";
import { jobsNamed } from "../../src/shell/jobs/background.ts";
import { endings, host, walk } from "./walk.ts";

describe("a script with jobs", () => {
  test.each([
    ["waits for all of them", "a & b &\nwait", ["wait a, b"]],
    ["waits for the last one", "a & b &\nwait $!", ["wait b"]],
    ["waits for the one that a variable names", "a & P=$!\nb &\nwait $P", ["wait a"]],
    ["waits for quoted pids", 'a & P=$!\nwait "$P"', ["wait a"]],
    ["waits for pids that are collected", 'a & P=$!\nb & P="$P $!"\nwait $P', ["wait a, b"]],
    ["waits for pids in an array", 'a & P+=($!)\nb & P+=($!)\nwait "${P[@]}"', ["wait a, b"]],
    ["waits for a job by its number", "a & b &\nwait %1", ["wait a"]],
    ["waits for any of them", "a & b &\nwait -n", ["wait a, b"]],
    ["waits again", "a &\nwait $!\nwait $!", ["wait again a"]],
    ["waits for a job that ends, then for the program", "a & A=$!\nwait $A\nb & B=$!\nwait $B", ["wait b"]],
    ["waits, and ends with the job's status", "a &\nwait $!\nexit $?", ["wait a"]],
    ["waits for a server, whatever comes behind it", "gunicorn a:b &\nwait\nexec app", ["wait gunicorn a:b"]],
    ["waits for two servers", "gunicorn a:b & redis-server &\nwait\nexec app", ["wait gunicorn a:b, redis-server"]],
    ["waits for a server that a job may end", "redis-server & (sleep 1; kill $!) &\nwait\nexec app", ["exec app"]],
    ["waits for a server that a program may end", "postgres -D /d &\npg_ctl stop\nwait\nexec app", ["exec app"]],
    ["waits for a server with a time limit", "timeout 1 redis-server &\nwait\nexec app", ["exec app"]],
    ["waits for a pid of its own", 'w() { wait "$1"; }\nredis-server & sleep 1 & q=$!; w $q\nexec app', ["exec app"]],
    ["waits until a helper ends beside a server", "a & redis-server &\nwait -n\nexec app", ["exec app"]],
    ["waits for a server that it has told to end", "redis-server & P=$!\nkill $P; wait $P\nexec app", ["exec app"]],
    ["sets a server up before it starts it", "mysqld & P=$!\nb; wait $P\nexec mysqld", ["exec mysqld"]],
    ["waits for what node runs, which may end", "node setup.js &\nwait\nexec app", ["exec app"]],
    ["has nothing to wait for", "wait\nexec app", ["exec app"]],
    ["does not wait", "a &\n", ["end"]],
    ["starts a job and then the program", "a &\nexec app", ["exec app"]],
    ["starts a job in a function", "f() { a & }\nf\nwait", ["wait a"]],
    ["starts a group as a job", "{ a; b; } &\nwait", ["wait (compound)"]],
    ["starts exec as a job, which is the program", "exec a &\nwait", ["wait a"]],
    ["idles after its jobs", "a &\ntail -f /dev/null", ["foreground tail -f /dev/null"]],
    ["declares the variable of a pid", "f() { a & local P=$!; wait $P; }\nf", ["wait a"]],
  ])("%s", (_, text, expected) => {
    expect(endings(text, { shells: ["bash"] })).toEqual(expected);
  });

  test.each([
    ["$!", [1]],
    ["${!}", [1]],
    ['"$!"', [1]],
    ["%1", [0]],
    ["%2", [1]],
    ["%%", [1]],
    ["%+", [1]],
    ["$P", [0]],
    ['"${P}"', [0]],
    ["-$P", [0]],
    ["$(jobs -p)", [0, 1]],
    ["`jobs -p`", [0, 1]],
    ["$X", undefined],
    ["123", undefined],
  ])("the word %s names the jobs %j", (word, expected) => {
    const [ending] = walk("a & P=$!\nb &\nwait");
    expect(ending && jobsNamed(word, ending.state, [shells.bash])).toEqual(expected);
  });

  test("dash lists no jobs in a substitution", () => {
    const [ending] = walk("a &\nwait");
    expect(ending && jobsNamed("$(jobs -p)", ending.state, [shells.dash])).toEqual([]);
  });
});

describe("a trap", () => {
  const traps = (text: string, shell: ShellFamily = "dash"): readonly string[] => {
    const [ending] = walk(`${text}\napp`, { shells: [shell] });
    return [...(ending?.state.traps ?? [])].map(([signal, trap]) => `${signal} ${trap.kind}`);
  };

  test.each([
    ["has canonical names", "trap 'x' TERM int 15 HUP", ["SIGTERM action", "SIGINT action", "SIGHUP action"]],
    ["on EXIT", "trap 'x' EXIT", ["EXIT action"]],
    ["on 0, which is EXIT", "trap 'x' 0", ["EXIT action"]],
    ["that ignores", "trap '' TERM", ["SIGTERM ignore"]],
    ["that is reset", "trap 'x' TERM INT\ntrap - TERM", ["SIGINT action"]],
    ["that is reset without a dash", "trap 'x' TERM\ntrap TERM", []],
    ["that only lists", "trap 'x' TERM\ntrap -p", ["SIGTERM action"]],
    ["behind `--`", "trap -- 'x' TERM", ["SIGTERM action"]],
    ["with an action that is not known", 'trap "$CLEANUP" TERM', ["SIGTERM unknown"]],
    ["with an action that is no shell text", "trap 'if' TERM", ["SIGTERM unknown"]],
    ["set in a function", "f() { trap 'x' TERM; }\nf", ["SIGTERM action"]],
    ["set twice counts once", "trap 'x' TERM\ntrap '' TERM", ["SIGTERM ignore"]],
  ])("%s", (_, text, expected) => {
    expect(traps(text)).toEqual(expected);
  });

  test("dash takes no SIGTERM, bash and ash do", () => {
    expect(traps("trap 'x' SIGTERM", "dash")).toEqual([]);
    expect(traps("trap 'x' SIGTERM", "bash")).toEqual(["SIGTERM action"]);
    expect(traps("trap 'x' SIGTERM", "ash")).toEqual(["SIGTERM action"]);
  });
});

/** What a trap's action does to the last job. */
function action(text: string, before = ""): string {
  const script = `${before}\napp & P=$!\ntrap ${text} TERM\nwait $P`;
  const [ending] = walk(script, { shells: ["bash"] });
  const trap = ending?.state.traps.get("SIGTERM");
  if (!ending || trap?.kind !== "action") return trap?.kind ?? "no trap";
  const result = handler(trap.unit, ending.state, ending.state.jobs.length - 1, {
    host: host(),
    shells: [shells.bash],
  });
  if (result.kind === "unknown") return `unknown: ${result.reason}`;
  return [
    `sends ${result.sends ?? "nothing"}`,
    result.waits ? "waits" : "",
    result.exits ? "exits" : "",
    result.hangs ? "hangs" : "",
  ]
    .filter((word) => word !== "")
    .join(", ");
}

describe("the action of a trap", () => {
  test.each([
    ["sends a signal", "'kill $P'", "sends SIGTERM"],
    ["sends another signal", "'kill -INT $P'", "sends SIGINT"],
    ["sends by -s", "'kill -s QUIT $P'", "sends SIGQUIT"],
    ["sends by number", "'kill -3 $P'", "sends SIGQUIT"],
    ["sends to the job as it was when the trap was set", '"kill -TERM $P"', "sends SIGTERM"],
    ["sends to the last job", "'kill $!'", "sends SIGTERM"],
    ["sends to all jobs", "'kill $(jobs -p)'", "sends SIGTERM"],
    ["sends and waits", "'kill $P; wait $P'", "sends SIGTERM, waits"],
    ["sends, waits and exits", "'kill -TERM $P; wait $P; exit $?'", "sends SIGTERM, waits, exits"],
    ["sends and exits", "'kill $P; exit'", "sends SIGTERM, exits"],
    ["only exits", "'exit 0'", "sends nothing, exits"],
    ["only says something", "'echo bye'", "sends nothing"],
    ["waits without having told anybody", "'wait $P'", "sends nothing, hangs"],
    ["tests whether the job is there", "'kill -0 $P'", "sends nothing"],
    ["kills the job", "'kill -9 $P'", "sends nothing, exits"],
    ["signals the shell's own group", "'kill 0'", "sends SIGTERM, exits"],
    ["calls a function", "stop", "sends SIGTERM, waits, exits"],
    ["sends where the pid is set", "'[ -n \"$P\" ] && kill $P'", "sends SIGTERM"],
    ["sends and does not mind", "'kill $P 2>/dev/null || true'", "sends SIGTERM"],
  ])("%s", (_, text, expected) => {
    expect(action(text, "stop() { kill -TERM $P; wait $P; exit 0; }")).toBe(expected);
  });

  test.each([
    ["runs a program", "'nginx -s quit'", "whose effect is not known"],
    ["cannot be followed", "'eval $X'", "cannot be followed"],
  ])("that %s is not known", (_, text, reason) => {
    expect(action(text)).toContain(reason);
  });
});

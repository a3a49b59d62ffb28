import { describe, expect, test } from "@jest/globals";
import { outcomes } from "./in-shells.ts";
import { judged } from "./walk.ts";

describe("what the kill of a shell takes, in a trap that then waits", () => {
  test.each([
    ["kill -SIGTERM $p; wait $p", "stuck delivered delivered stuck"],
    ["kill -s SIGTERM $p; wait $p", "stuck delivered delivered stuck"],
    ["kill -s TERM $p; wait $p", "delivered delivered delivered delivered"],
    ["kill -TERM -- $p; wait $p", "stuck delivered delivered delivered"],
    ["kill -15 -- $p; wait $p", "stuck delivered delivered delivered"],
    ["kill -s TERM -- $p; wait $p", "delivered delivered delivered delivered"],
    ["kill -- $p; wait $p", "delivered delivered delivered delivered"],
    ["kill -n 15 $p; wait $p", "stuck delivered stuck delivered"],
    ["kill -n TERM $p; wait $p", "stuck delivered stuck delivered"],
    ["kill %1; wait $p", "stuck delivered delivered delivered"],
    ["kill %%; wait $p", "stuck delivered delivered delivered"],
    ["kill %app; wait $p", "stuck delivered stuck delivered"],
    ["kill -term $p; wait $p", "delivered delivered delivered delivered"],
    ["kill -s term $p; wait $p", "delivered delivered delivered delivered"],
    ["kill -sTERM $p; wait $p", "delivered delivered stuck delivered"],
    ["kill -s15 $p; wait $p", "delivered stuck stuck stuck"],
    ["kill -s 15 $p; wait $p", "delivered delivered delivered delivered"],
    ["kill -SIGterm $p; wait $p", "stuck delivered delivered stuck"],
    ["kill -INT $p; wait $p", "delivered delivered delivered delivered"],
    ["kill -SIGINT -- $p; wait $p", "stuck delivered delivered stuck"],
    ["kill -1 $p; wait $p", "delivered delivered delivered delivered"],
    ["kill --signal TERM $p; wait $p", "stuck stuck stuck stuck"],
    ["kill -TERM $p -- ; wait $p", "delivered delivered delivered delivered"],
    ["kill -9 -- $p; wait $p", "stuck abrupt abrupt abrupt"],
    ["kill -TERM %1; wait $p", "stuck delivered delivered delivered"],
    ["kill -s TERM %1; wait $p", "stuck delivered delivered delivered"],
    ["kill -- %1; wait $p", "stuck delivered delivered delivered"],
    ["kill -TERM -- %1; wait $p", "stuck delivered delivered delivered"],
    ['kill -TERM "$p" 2>/dev/null; wait $p', "delivered delivered delivered delivered"],
    ["kill -- -$p; wait $p", "stuck stuck stuck stuck"],
    ["kill -TERM -$p; wait $p", "stuck stuck stuck stuck"],
    ["command kill -TERM -- $p; wait $p", "stuck delivered delivered delivered"],
    ["kill -TERM 99999 $p; wait $p", "delivered delivered delivered delivered"],
    ["kill $p 99999; wait $p", "delivered delivered delivered delivered"],
    ["kill -SIGTERM $p && wait $p", "abrupt delivered delivered abrupt"],
    ["kill -TERM -- $p || kill $p; wait $p", "delivered delivered delivered delivered"],
  ])("%s: dash, bash, ash and bash as sh: %s", (action, expected) => {
    expect(outcomes(`app & p=$!\ntrap '${action}' TERM\nwait $p`)).toBe(expected);
  });

  test.each([
    ["set -o posix", "set -o posix; app & p=$!\ntrap 'kill -SIGTERM $p; wait $p' TERM\nwait $p"],
    ["-o posix", "app & p=$!\ntrap 'kill -s SIGTERM $p; wait $p' TERM\nwait $p"],
  ])("bash by POSIX's rules takes no SIG: %s", (how, script) => {
    const shell = how.startsWith("set") ? "/bin/bash" : `/bin/bash ${how}`;
    const files = { "app": "\u007fELF", "ep.sh": `#!${shell}\n${script}\n` };
    const dockerfile = 'FROM debian:12-slim\nCOPY app /usr/local/bin/\nCOPY ep.sh /ep.sh\nCMD ["/ep.sh"]\n';
    expect(judged(dockerfile, files).startUp.outcome).toBe("stuck");
  });
});

describe("a signal to more than a job", () => {
  test.each([
    ["app & p=$!\ntrap 'kill -TERM -$$; wait' TERM\nwait", "delivered delivered delivered delivered"],
    ["app & p=$!\ntrap 'kill -- -$$; wait' TERM\nwait", "delivered delivered delivered delivered"],
    ["app & p=$!\ntrap 'kill -TERM -- -$$; wait' TERM\nwait", "stuck delivered delivered delivered"],
    ["app & p=$!\ntrap 'kill -s TERM -- -$$; wait' TERM\nwait", "delivered delivered delivered delivered"],
    ["app & p=$!\ntrap 'kill -TERM -1; wait' TERM\nwait", "delivered delivered delivered delivered"],
    ["app & p=$!\ntrap 'kill -s TERM -- -1; wait' TERM\nwait", "delivered delivered delivered delivered"],
    ["app & p=$!\ntrap 'kill -15 -- -1; wait' TERM\nwait", "stuck delivered delivered delivered"],
    ["app & p=$!\ntrap 'trap \"\" TERM; kill 0; wait' TERM\nwait", "delivered delivered delivered delivered"],
    ["app & p=$!\ntrap 'trap - TERM; kill 0; wait' TERM\nwait", "delivered delivered delivered delivered"],
    ["app & p=$!\ntrap 'kill -$$; exit' TERM\nwait", "abrupt abrupt abrupt abrupt"],
    ["app & p=$!\ntrap 'kill -- -$$' TERM\nwait", "abrupt abrupt abrupt abrupt"],
    ["app & p=$!\ntrap 'kill -- -$$' TERM\nwait\nwait", "delivered delivered delivered delivered"],
    ["app & p=$!\ntrap 'trap - TERM; kill $$; wait' TERM\nwait", "stuck stuck stuck stuck"],
    ["app & p=$!\ntrap 'kill 0; wait' EXIT\ntrap 'exit' TERM\nwait", "abrupt abrupt abrupt abrupt"],
    ["app & p=$!\ntrap 'kill -- -$$; wait' EXIT\ntrap 'exit 0' TERM\nwait", "delivered delivered delivered delivered"],
    [
      "sleep 1000 & app & p=$!\ntrap 'kill -s TERM -- -$$; wait' TERM\nwait $p",
      "delivered delivered delivered delivered",
    ],
  ])("%j: %s", (script, expected) => {
    expect(outcomes(script)).toBe(expected);
  });

  test.each([
    ["trap - TERM; kill 0; wait", "abrupt abrupt"],
    ["trap - TERM; kill -s TERM -- -$$; wait", "abrupt abrupt"],
    ['trap "" TERM; kill 0; wait', "delivered delivered"],
  ])("below an init ends the shell too, if that has no trap any more: %s", (action, expected) => {
    const script = `app & p=$!\ntrap '${action}' TERM\nwait`;
    expect(outcomes(script, ["tini", "--"])).toBe(expected);
  });
});

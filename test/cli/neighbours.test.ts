import { describe, expect, test } from "@jest/globals";
import { buildCommand, folderWith, git, pid1lint, textIn } from "./command.ts";

buildCommand();

const script = "#!/bin/sh\ngunicorn 'api:app()'\n";
const web = 'FROM debian:12-slim\nCOPY bin/start.sh /\nCMD ["/start.sh"]\n';
/** Sources the script and goes on: with `exec` in it, the rest would be lost. */
const debug = {
  "debug/Dockerfile": 'FROM debian:12-slim\nCOPY bin/ /\nCMD ["/debug.sh"]\n',
  "bin/debug.sh": "#!/bin/sh\n. /start.sh\ncleanup\n",
};

describe("a script that a Dockerfile nobody named uses too", () => {
  test("is not changed for one of them alone", () => {
    const folder = folderWith({ "web/Dockerfile": web, "bin/start.sh": script, ...debug });
    git(folder, "init", "-q");
    const { code, stdout } = pid1lint(`${folder}/web`, ["--fix"]);
    expect(textIn(folder, "bin/start.sh")).toBe(script);
    expect(stdout).toContain(`../debug/Dockerfile: \`exec\` does not work there: other commands follow it`);
    expect(code).toBe(1);
  });

  test("is changed where that is right for both", () => {
    const folder = folderWith({ "web/Dockerfile": web, "bin/start.sh": script, "debug/Dockerfile": web });
    git(folder, "init", "-q");
    expect(pid1lint(`${folder}/web`, ["--fix"]).code).toBe(0);
    expect(textIn(folder, "bin/start.sh")).toBe(script.replace("gunicorn", "exec gunicorn"));
  });
});

import { describe, expect, test } from "@jest/globals";
import { findProgram } from "../../src/known/programs/programs.ts";
import { foregroundOf } from "../../src/known/programs/foreground.ts";
import { relinkedShell } from "../../src/image/bin-sh.ts";
import { MappedText, Source } from "../../src/text/source.ts";
import { memoryTree } from "../../src/files/tree.ts";
import { openProject } from "../../src/project/open-project.ts";
import { endings, judged, wordsOf } from "../shell/walk.ts";
import { effectOn } from "../../src/known/programs/program.ts";

/** Names that every object has without having been given them. */
const inherited = [
  "constructor",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "__proto__",
  "__defineGetter__",
  "isPrototypeOf",
];

describe.each(inherited)("%s is a name as any other", (name) => {
  test("of a variable", () => {
    expect(endings(`${name}=app\nexec "$${name}"`)).toEqual(["exec app"]);
    expect(endings(`exec "\${${name}:-app}"`)).toEqual(["exec ?"]);
    expect(endings(`unset ${name}\nexport ${name}=app\nexec $${name}`)).toEqual(["exec app"]);
  });

  test("of a function, a program, a job, an alias", () => {
    expect(endings(`${name}() { exec app; }\n${name}`)).toEqual(["exec app"]);
    expect(endings(`exec ${name}`)).toEqual([`exec ${name}`]);
    expect(endings(`${name} &\n${name}=$!\nwait $${name}`)).toEqual([`wait ${name}`]);
    expect(endings(`trap ${name} TERM\nexec app`)).toEqual(["exec app"]);
    expect(endings(`trap 'x' ${name}\nexec app`)).toEqual(["exec app"]);
    expect(endings(`kill -${name} 1\nset -o ${name}\nexec app`)).toEqual(["exec app"]);
  });

  test("of a script that npm and its like run", () => {
    for (const runner of ["npm", "pnpm", "yarn"]) {
      const { startUp } = judged(`FROM node:22\nWORKDIR /\nCOPY . /\nCMD ["${runner}", "run", "${name}"]\n`, {
        "package.json": `{"scripts": {"start": "node a.js"}}`,
      });
      expect(wordsOf(startUp)).not.toMatch(/native code|\[object/);
    }
    const [path] = judged(`FROM node:22\nWORKDIR /\nCOPY . /\nCMD ["npm", "run", "${name}"]\n`, {
      "package.json": `{"scripts": {${JSON.stringify(name)}: "exec nginx -g 'daemon off;'"}}`,
    }).startUp.paths;
    expect(path?.processes.at(-1)?.hops.at(-1)?.what).toBe("nginx");
  });

  test("in tables of programs, signals, services, shells and kinds", () => {
    expect(findProgram([name])).toBeUndefined();
    expect(effectOn({ asPid1: { SIGTERM: "handled" } }, name)).toBeUndefined();
    expect(foregroundOf(["service", name, "start"])).toBeUndefined();
    expect(relinkedShell([MappedText.identity("/Dockerfile", `ln -sf /bin/${name} /bin/sh`, 0)])).toBe("unknown");
    const manifest = `apiVersion: v1\nkind: ${name}\nspec:\n  containers: [{name: a, image: "nginx:1", command: [node, a.js]}]\ncontainers: [{name: b, image: "nginx:1", command: [node, a.js]}]\n`;
    expect(openProject(memoryTree({}), new Source("/pod.yaml", manifest)).images).toEqual([]);
    expect(
      wordsOf(judged(`FROM debian:12\nSTOPSIGNAL ${name}\nCMD ["nginx", "-g", "daemon off;"]\n`).startUp),
    ).not.toMatch(/native code|\[object/);
  });
});

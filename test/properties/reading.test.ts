import { describe } from "@jest/globals";
import fc from "fast-check";
import { parseShell } from "../../src/parse/shell/parse-shell.ts";
import { MappedText } from "../../src/text/source.ts";
import { properties } from "./cases.ts";
import type { Look } from "./cases.ts";
import { script } from "./scripts.ts";
import { complaintsAbout, shellNamed } from "./shells.ts";

interface Seen {
  readonly text: string;
  readonly ours: string | undefined;
  readonly real: string | undefined;
}

describe("a script", () => {
  const look: Look<string, Seen> = (batch) => {
    const bash = shellNamed("bash");
    const real = bash ? complaintsAbout(bash, batch) : [];
    return batch.map((text, index) => ({
      text,
      ours: parseShell(MappedText.identity("/run.sh", text, 0)).error?.message,
      real: real[index],
    }));
  };
  properties(
    fc.boolean().chain((bash) => script(bash, true)),
    look,
    {
      "that bash can read is read": ({ text, ours, real }) =>
        ours !== undefined && real === undefined ? `${ours}: ${JSON.stringify(text)}` : undefined,
      "that bash cannot read is not": ({ text, ours, real }) =>
        ours === undefined && real !== undefined ? `${real}: ${JSON.stringify(text)}` : undefined,
    },
  );
});

import { describe } from "@jest/globals";
import { silentRuns } from "../rules/silent-runs.ts";
import { properties } from "./cases.ts";
import { context } from "./contexts.ts";

describe("a context", () => {
  properties(context, (batch) => batch.map(({ files }) => ({ files, ...silentRuns(files) })), {
    "has no stuck or abrupt run without a warning, an error, or a reason why it needs none": ({ files, silent }) =>
      silent.length === 0 ? undefined : `${silent.join("\n")}\n${JSON.stringify(files)}`,
  });
});

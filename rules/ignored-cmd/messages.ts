import type { ReasonOf } from "../../src/text/message-table.ts";

/** What is said of a CMD that is ignored. */
export const messages = {
  "shell-form ENTRYPOINT": () => "CMD is ignored: a shell-form ENTRYPOINT gets no arguments",
  "-c text": () => 'CMD is ignored: the `-c` text of ENTRYPOINT never uses `"$@"`',
  "script": ({ actor }: { readonly actor: string }) => `CMD is ignored: ${actor} never uses \`"$@"\``,
  "cleared": () => "CMD is ignored: the ENTRYPOINT of a later stage clears it",
};

/** Why a CMD is ignored. */
export type IgnoredReason = ReasonOf<typeof messages>;

/** What is said of the ENTRYPOINT that has a part in it. */
export const places = { takesNone: "this ENTRYPOINT takes no arguments", clears: "this ENTRYPOINT clears CMD" };

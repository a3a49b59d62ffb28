interface Form {
  /** ENTRYPOINT or CMD. */
  readonly keyword: string;
  /** The first word of the command that the shell is given. */
  readonly program: string;
}

/** What is said of an array that is not valid JSON. */
export const messages = {
  "refused": ({ cause }: { readonly cause: string }) => `the build fails: ${cause}`,
  "run by a shell": ({ keyword, program }: Form) =>
    `this is not valid JSON, so ${keyword} is in shell form: ` +
    `the shell ${runs(program)} and the container exits immediately`,
};

/** What the shell makes of the first word. */
function runs(word: string): string {
  return word === "[" ? "runs `[`, its test command," : `looks for a command named \`${word}\``;
}

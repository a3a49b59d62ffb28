/** A variable in a word of an array: no shell is there to expand it. */
const variable = /\$(?:\{[A-Za-z_]\w*(?::?[-+][^}]*)?\}|[A-Za-z_]\w*)/;

/** Variables that hold several words, by what people call them. */
const several = /^\$\{?\w*(?:OPTS|OPTIONS|ARGS|FLAGS)\}?$/i;

/** Whether a word of an array was meant to be completed by a shell. */
export function hasVariable(word: string): boolean {
  return variable.test(word);
}

/**
 * `["daphne", "-p", "$PORT"]` as it was meant: `["/bin/sh", "-c", "exec daphne -p \"$PORT\""]`. `appended`: what comes
 * behind it, CMD or the arguments of `docker run`, is handed on.
 */
export function throughShell(words: readonly string[], appended: boolean): readonly string[] {
  const text = words.map(shellWord).join(" ");
  return ["/bin/sh", "-c", `exec ${text}${appended ? ' "$@"' : ""}`, ...(appended ? ["sh"] : [])];
}

function shellWord(word: string): string {
  if (several.test(word)) return word;
  if (hasVariable(word)) return `"${word.replaceAll(/["\\`]/g, "\\$&")}"`;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

import type { Known } from "../../text/diagnostic.ts";

/**
 * What `chmod MODE` does to a file's executable bit, anyone's: "755", "+x", "u=rwx,go=rx". Undefined: it leaves it as
 * it is.
 */
export function executableAfter(mode: Known<string>): Known<boolean> | undefined {
  if (/^[0-7]+$/.test(mode)) return (Number.parseInt(mode, 8) & 0o111) !== 0;
  let executable: Known<boolean> | undefined;
  for (const clause of mode.split(",")) {
    const [, who = "", operator = "", rights = ""] = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause) ?? [];
    if (operator === "") return "unknown";
    const everyone = who === "" || who.includes("a") || (who.includes("u") && who.includes("g") && who.includes("o"));
    if (operator !== "-" && rights.includes("x")) executable = true;
    else if (operator === "-" ? rights.includes("x") : operator === "=")
      executable = everyone ? false : (executable ?? "unknown");
  }
  return executable;
}

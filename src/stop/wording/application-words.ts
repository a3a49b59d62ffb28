import type { Doubt, Handler, Place, Unhandled } from "../../application/handling.ts";

/** A place as people name it: "/app/server.js:12". */
export function placeWords({ path, line }: Place): string {
  return line === undefined ? path : `${path}:${line}`;
}

/** Where no handler is: "no handler for SIGTERM in /app/server.js and the 14 files that it imports". */
export function absenceWords({ entry, files, others }: Unhandled, signal: string): string {
  const rest =
    files === 1 ? "" : files === 2 ? " and the file that it imports" : ` and the ${files - 1} files that it imports`;
  const only = others.length > 0 ? `, only for ${listed(others, "and")}` : "";
  return `no handler for ${signal} in ${entry.path}${rest}${only}`;
}

/** Who sets none either: "express and pg set none"; "" where there are no libraries. */
export function quietWords({ libraries }: Unhandled): string {
  const [first, second, third, ...more] = libraries;
  if (first === undefined) return "";
  if (second === undefined) return `${first} sets none`;
  if (third === undefined) return `${first} and ${second} set none`;
  return more.length === 0
    ? `${first}, ${second} and ${third} set none`
    : `${first}, ${second} and ${more.length + 1} more libraries set none`;
}

/** A handler of the user's own code, or of a library that it uses. */
export function handlerWords({ does, place, by }: Handler): string {
  const who = by === undefined ? placeWords(place) : `${by} (${placeWords(place)})`;
  return does === "finishes" ? `; ${who} handles it and waits for the requests in hand` : `; ${who} handles it`;
}

/** Why it is not known whether a handler is set; "" where nothing is to say. */
export function doubtWords(doubt: Doubt | undefined): string {
  if (!doubt) return "";
  switch (doubt.is) {
    case "may set":
      return `: ${placeWords(doubt.place)} may set a handler`;
    case "may end":
      return "";
    case "libraries":
      return `: whether ${listed(doubt.names.slice(0, 3), "or")} sets a handler is not known`;
    case "hole":
      switch (doubt.why.is) {
        case "unknown module":
          return `: what ${placeWords(doubt.place)} loads is known only when it runs`;
        case "missing module":
          return `: ${doubt.why.name}, which ${placeWords(doubt.place)} loads, is not in the build context`;
        case "unread":
          return `: ${doubt.place.path} is not read: ${doubt.why.cause}`;
        case "too much":
          return ": it has too many files to read";
      }
  }
}

function listed(names: readonly string[], word: "and" | "or"): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} ${word} ${names.at(-1)}`;
}

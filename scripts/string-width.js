import { stripVTControlCharacters } from "node:util";

/** Columns of a text that has no wide characters: all that the help of the command line needs. */
export default function stringWidth(text) {
  return stripVTControlCharacters(text).length;
}

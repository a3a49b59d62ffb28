import { parseReference } from "../known/images/images.ts";
import type { Base } from "./built-image.ts";

/** Base images that the user describes, by repository or by repository and tag, as FROM names them. */
export type BaseImages = ReadonlyMap<string, Base>;

/** Base images to look up. */
export type Bases = Pick<BaseImages, "get">;

/** The description that fits a FROM reference: of the very tag, or of all tags. */
export function describedBase(bases: Bases, ref: string): Base | undefined {
  const { repository, tag } = parseReference(ref);
  return bases.get(ref) ?? bases.get(`${repository}:${tag}`) ?? bases.get(repository);
}

import type { BaseImage } from "../known/images/base-image.ts";
import { parseReference } from "../known/images/images.ts";

/** Base images that the user describes, by repository or by repository and tag, as FROM names them. */
export type BaseImages = ReadonlyMap<string, BaseImage>;

/** The description that fits a FROM reference: of the very tag, or of all tags. */
export function describedBase(bases: BaseImages, ref: string): BaseImage | undefined {
  const { repository, tag } = parseReference(ref);
  return bases.get(ref) ?? bases.get(`${repository}:${tag}`) ?? bases.get(repository);
}

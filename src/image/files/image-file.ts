import type { Known } from "../../text/diagnostic.ts";
import type { Location, MappedText } from "../../text/source.ts";

/** What stands at a path of an image, as far as the sources tell. */
export type ImageFile =
  | {
      readonly kind: "file";
      /** The file's text, mapped to the file of the context (or to the Dockerfile, for a COPY heredoc). */
      readonly text: MappedText;
      readonly executable: Known<boolean>;
      /** The COPY, ADD or RUN that put it there. */
      readonly by: Location;
      /** A RUN changed its content afterwards (`sed -i`, dos2unix): says which. */
      readonly altered: string | undefined;
      /**
       * Whether a fix may write into it: a regular, losslessly decoded file inside the context, not in .dockerignore,
       * not in a heredoc of a file that cannot be fixed.
       */
      readonly fixable: boolean;
    }
  | { readonly kind: "directory" }
  /** `nowhere`: no instruction that can be followed has to do with it. */
  | { readonly kind: "unknown"; readonly reason: string; readonly nowhere?: boolean };

/** Something that is there and is not read. */
export interface Unread {
  /** What names it. */
  readonly at: Location;
  /** One sentence without its full stop. */
  readonly message: string;
}

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
  /**
   * `made`: by this build; `untouched`: no step of the build touches the path, and the base image, or a package, may
   * have a file there.
   */
  | {
      readonly kind: "unknown";
      readonly reason: string;
      readonly made?: Made | undefined;
      readonly untouched?: true | undefined;
    };

/**
 * How sure it is that a file which nobody can read is a program of the user's own, which this build makes, or which is
 * made for it: a compiler is told to write that very file; or a build tool runs that may have made it.
 */
export type Made = "certainly" | "likely";

/** Whether a path lies where distributions put their programs, so that a build in a folder above has not made it. */
export function isSystemPath(path: string): boolean {
  return /^\/(?:bin|sbin|lib|lib64|etc|dev|proc|sys|boot|usr\/(?!src\/|app\/|local\/(?:src|app)\/))/.test(path);
}

/** Something that is there and is not read. */
export interface Unread {
  /** What names it. */
  readonly at: Location;
  /** One sentence without its full stop. */
  readonly message: string;
}

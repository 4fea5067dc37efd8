import type { CommandContext, NewEvent, Result } from '@gatehouse/kernel';
import type { ApplicationChanged } from '../../contract/events.js';
import type { Logo } from '../../contract/queries/find-appearance.js';
import type { LogoFault, LogoImage } from '../../domain/application/logo.js';

/** An image that is what it says it is, and safe to show to anybody. */
export interface ReadImage extends LogoImage {
  readonly content: Uint8Array;
  /** Names of elements that were taken out. */
  readonly removed: readonly string[];
}

/** What an image is made of once it is known what it is. */
export type ImageParts = Omit<ReadImage, 'name'>;

/** Finds out what an image is, by its bytes alone. */
export interface ImageReader {
  /** @param image its bytes in Base64 */
  read(image: string): Promise<Result<ReadImage, LogoFault>>;
}

/** The logos of applications, one each. */
export interface Logos {
  /**
   * Puts a logo in the place of the one before; null: removes it. One statement, which notes who did it.
   * @returns false where the application is no longer of that version: nothing is written
   */
  save(
    slug: string,
    logo: { readonly image: LogoImage; readonly content: Uint8Array } | null,
    change: { readonly version: number; readonly event: NewEvent<ApplicationChanged> },
    context: CommandContext,
  ): Promise<boolean>;

  /**
   * Of this name, which the application is known to have, or the one that has just taken its place. Those asked for last
   * are kept in memory.
   */
  find(slug: string, name: string): Promise<Logo | null>;

  /** The same of a name that it may have since a moment. What is not there costs little, however often it is asked for. */
  findNew(slug: string, name: string): Promise<Logo | null>;
}

import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsArray, IsString, MaxLength } from 'class-validator';
import { ApplicationLogo } from '../appearance.js';
import type { ApplicationsRefusal } from '../refusals.js';

/** Of an uploaded logo. Mail programs load it over and over, and people on slow connections wait for it. */
export const MAX_LOGO_BYTES = 200 * 1024;

@Description('The logo, as it is served from now on')
export class SavedLogo extends ApplicationLogo {
  @Description('Elements of an SVG that were removed because they could run, load or repeat something')
  @IsArray()
  @IsString({ each: true })
  removed!: string[];
}

/** Gives the application that the command is for a logo, in place of the one that it has. */
export class SetLogo extends Command<
  Result<SavedLogo, ApplicationsRefusal<'validation-failed' | 'application-not-found'>>
> {
  @Description('PNG, WebP or SVG, in Base64. The bytes say which, not a name or header')
  @IsString()
  @MaxLength(Math.ceil(MAX_LOGO_BYTES / 3) * 4)
  image!: string;
}

/** Removes the logo. Without one, pages and mails show the name alone. */
export class RemoveLogo extends Command<Result<null, ApplicationsRefusal<'application-not-found'>>> {}

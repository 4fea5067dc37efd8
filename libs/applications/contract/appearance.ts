import { Description } from '@gatehouse/kernel';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator';

export const COLOR_SCHEMES = ['auto', 'light', 'dark'] as const;
export type ColorScheme = (typeof COLOR_SCHEMES)[number];

@Description('How pages, components and mails look. Absent or null fields use the defaults')
export class ApplicationAppearance {
  @Description(
    'Of buttons and links, as #rrggbb; #1d4ed8 by default. White text on it must have a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3)',
  )
  @IsOptional()
  @IsString()
  @Matches(/^#[0-9a-fA-F]{6}$/, { message: 'Must be a color, such as #1d4ed8' })
  accentColor?: string | null;

  @Description('In CSS pixels, 0 to 32; 10 by default')
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(32)
  cornerRadius?: number | null;

  @Description('`auto` by default: as the person’s device has it')
  @IsOptional()
  @IsIn(COLOR_SCHEMES)
  colorScheme?: ColorScheme | null;

  @Description('Terms of use. Its origin must be granted (`linkOrigins`)')
  @IsOptional()
  @IsString()
  @MaxLength(500)
  termsUrl?: string | null;

  @Description('Privacy policy. Its origin must be granted (`linkOrigins`)')
  @IsOptional()
  @IsString()
  @MaxLength(500)
  privacyUrl?: string | null;

  @Description('Where people get help')
  @IsOptional()
  @IsString()
  @MaxLength(254)
  supportEmail?: string | null;
}

export const LOGO_TYPES = ['image/png', 'image/webp', 'image/svg+xml'] as const;
export type LogoType = (typeof LOGO_TYPES)[number];

@Description('A logo, as this service serves it')
export class ApplicationLogo {
  @Description('Path on this service. It changes with the image, and may be cached permanently')
  @IsString()
  path!: string;

  @IsIn(LOGO_TYPES)
  type!: LogoType;

  @Description('Pixels; of an SVG, a width that fits its height')
  @IsInt()
  width!: number;

  @IsInt()
  height!: number;
}

@Description('An accent color, and the color of text on it')
export class AccentColor {
  @Description('#rrggbb')
  @IsString()
  accent!: string;

  @Description('#rrggbb')
  @IsString()
  onAccent!: string;
}

@Description('The accent color as it can be read on light and on dark pages')
export class AccentColors {
  @ValidateNested({ context: { of: AccentColor } })
  light!: AccentColor;

  @ValidateNested({ context: { of: AccentColor } })
  dark!: AccentColor;
}

@Description('How an application appears to people. Contains nothing that is not public')
export class Appearance {
  @Description('Slug of the application')
  @IsString()
  application!: string;

  @Description('The name that people see')
  @IsString()
  name!: string;

  @Description('#rrggbb, as it was set')
  @IsString()
  accentColor!: string;

  @ValidateNested({ context: { of: AccentColors } })
  accentColors!: AccentColors;

  @Description('In CSS pixels')
  @IsInt()
  cornerRadius!: number;

  @IsIn(COLOR_SCHEMES)
  colorScheme!: ColorScheme;

  @IsOptional()
  @ValidateNested({ context: { of: ApplicationLogo } })
  logo!: ApplicationLogo | null;

  @IsOptional()
  @IsString()
  termsUrl!: string | null;

  @IsOptional()
  @IsString()
  privacyUrl!: string | null;

  @IsOptional()
  @IsString()
  supportEmail!: string | null;
}

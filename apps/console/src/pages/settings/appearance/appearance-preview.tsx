import { accentColors, defaultAppearance } from '@gatehouse/applications/appearance';
import { SimpleGrid } from '@mantine/core';
import type { CSSProperties } from 'react';
import { useDraft } from '../draft.js';
import { type Json, valueAt } from '../merge-patch.js';
import { useApplication } from '../use-application.js';
import { colorIn } from './accent-field.js';
import classes from './appearance.module.css';

const radiusOf = (value: Json): number =>
  typeof value === 'number' ? Math.min(32, Math.max(0, value)) : defaultAppearance.cornerRadius;

/** How a page would look with what is typed, in each scheme that people can see it in. */
export function AppearancePreview() {
  const { value } = useDraft();
  const { accentColor, cornerRadius, colorScheme } = Object(valueAt(value, '/appearance') ?? {}) as Record<
    string,
    Json
  >;
  const colors = accentColors(colorIn(accentColor) ?? defaultAppearance.accentColor);
  const seen = (['light', 'dark'] as const).filter(
    (scheme) => scheme === colorScheme || (colorScheme !== 'light' && colorScheme !== 'dark'),
  );
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {seen.map((scheme) => {
        const style = {
          '--preview-accent': colors[scheme].accent,
          '--preview-on-accent': colors[scheme].onAccent,
          '--preview-radius': `${radiusOf(cornerRadius)}px`,
        } as CSSProperties;
        return <Card key={scheme} scheme={scheme} style={style} />;
      })}
    </SimpleGrid>
  );
}

function Card({ scheme, style }: { readonly scheme: 'light' | 'dark'; readonly style: CSSProperties }) {
  const { value } = useDraft();
  const name = String(valueAt(value, '/name') ?? '');
  const links = [
    ['/appearance/termsUrl', 'Terms of use'],
    ['/appearance/privacyUrl', 'Privacy policy'],
    ['/appearance/supportEmail', 'Help'],
  ].filter(([pointer = '']) => valueAt(value, pointer));
  return (
    <figure
      className={classes.preview}
      data-scheme={scheme}
      style={style}
      aria-label={scheme === 'light' ? 'Light preview' : 'Dark preview'}
    >
      <div className={classes.card}>
        <Logo />
        <p className={classes.name}>{name}</p>
        <p className={classes.heading}>Sign in</p>
        <p className={classes.field}>ada@example.com</p>
        <p className={classes.button}>Sign in</p>
        <p className={classes.link}>Forgotten your password?</p>
      </div>
      {links.length > 0 && <p className={classes.links}>{links.map(([, words]) => words).join(' · ')}</p>}
    </figure>
  );
}

/** The logo that is saved: it changes when it is dropped, not with the rest. */
function Logo() {
  const { data } = useApplication();
  if (!data?.logo) return null;
  const { path, width, height } = data.logo;
  return <img className={classes.logo} src={path} alt="" width={width} height={height} />;
}

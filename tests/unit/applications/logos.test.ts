import { CheckedImageReader } from '../../../libs/applications/adapters/images/image-reader.js';
import { readSvg } from '../../../libs/applications/adapters/images/svg.js';
import { ENTITY_BOMB, GROWING_SVGS, HOSTILE_SVGS } from '../../support/hostile-svgs.js';
import { animatedWebp, PNG_SIGNATURE, png, pngChunk, svg, webp } from '../../support/images.js';
import { slowdownTo } from '../../support/processor-time.js';

const read = (image: Uint8Array | string) => new CheckedImageReader().read(Buffer.from(image).toString('base64'));
const made = async (image: Uint8Array | string): Promise<string> => {
  const outcome = await read(image);
  if (!outcome.ok) throw new Error(outcome.error);
  return Buffer.from(outcome.value.content).toString();
};
const UNREADABLE = { ok: false, error: 'image-unreadable' };

describe('the image of a logo', () => {
  it.each([
    ['image/png', png(48, 32), 48, 32],
    ['image/webp', webp(300, 200), 300, 200],
    ['image/svg+xml', svg(), 144, 96],
  ] as const)('is %s by its bytes', async (type, bytes, width, height) => {
    expect(await read(bytes)).toMatchObject({ ok: true, value: { type, width, height, removed: [] } });
  });

  it('has a name that changes with its content', async () => {
    const all = await Promise.all([png(48, 32), png(48, 33), webp(), svg()].map((bytes) => read(bytes)));
    const names = all.map((outcome) => (outcome.ok ? outcome.value.name : outcome.error));
    expect(new Set(names).size).toBe(4);
    expect(await read(png(48, 32))).toMatchObject({ value: { name: names[0] } });
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each<[string, Uint8Array | string]>([
    ['nothing', ''],
    ['text', 'a logo'],
    ['a page', '<!doctype html><html><body><svg></svg></body></html>'],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00', 'latin1')],
    ['a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['the signature of a PNG alone', PNG_SIGNATURE],
    ['a PNG without its end', png().subarray(0, -12)],
    ['a PNG with something behind it', Buffer.concat([png(), Buffer.from('<script>')])],
    ['a PNG with a flipped bit', Buffer.from(png().map((byte, at) => (at === 60 ? byte ^ 1 : byte)))],
    ['a PNG that is animated', png(48, 32, [pngChunk('acTL', Buffer.alloc(8))])],
    ['a PNG with two headers', png(48, 32, [pngChunk('IHDR', Buffer.alloc(13))])],
    ['a WebP without its end', webp().subarray(0, -2)],
    ['a WebP with something behind it', Buffer.concat([webp(), Buffer.from('<script>')])],
    ['a WebP that is animated', animatedWebp()],
    ['an SVG that is not UTF-8', Buffer.concat([svg(), Buffer.from([0xff])])],
    ['an SVG of no size', svg('<path d="M0 0h9"/>', '')],
    ['an SVG of endless width and height', svg('<path d="M0 0h9"/>', 'viewBox="0 0 1e999 1e999"')],
    ['two SVGs', Buffer.concat([svg(), svg()])],
    ['an SVG with a control character', svg('<text>&#1;</text>')],
  ])('is not %s', async (_what, bytes) => {
    expect(await read(bytes)).toEqual(UNREADABLE);
  });

  it('of an SVG has something to see, and is not too deep or too long', async () => {
    expect(await read(svg('<title>Shop</title><script>x</script>'))).toEqual({ ok: false, error: 'image-empty' });
    expect(await read(svg(`${'<g>'.repeat(50)}<path d="M0 0h9"/>${'</g>'.repeat(50)}`))).toEqual({
      ok: false,
      error: 'image-complex',
    });
    expect(await read(svg('<path d="M0 0h9"/>'.repeat(20_000)))).toEqual({ ok: false, error: 'image-complex' });
  });
});

describe('an SVG', () => {
  it('keeps its shapes, gradients, clips and text, as programs that draw write them', async () => {
    const drawn =
      '<defs><linearGradient id="a" x1="0" x2="1" gradientTransform="rotate(45 .5 .5)">' +
      '<stop offset="0" stop-color="#fff"></stop><stop offset="100%" stop-color="rgb(0, 0, 0)"></stop></linearGradient>' +
      '<clipPath id="c"><rect width="48" height="32"></rect></clipPath></defs>' +
      '<g clip-path="url(#c)" transform="translate(1,2) scale(.5)"><path d="M1-1 2.5e1,3z" fill="url(#a)"></path>' +
      '<text x="1" y="2" font-family="Inter, \'Segoe UI\'" font-size="12">Shop &amp; Söhne</text></g>';
    expect(await made(svg(drawn))).toContain(drawn);
  });

  it('keeps what a style says as attributes, and a gradient that continues another', async () => {
    const out = await made(
      svg(
        '<linearGradient id="b" xlink:href="#a"/><rect width="9" height="9" fill="red" style="fill: #123456 !important; stroke:url(#b); filter:url(#f)"/>',
      ),
    );
    expect(out).toContain('<linearGradient id="b" href="#a">');
    expect(out).toContain('fill="#123456"');
    expect(out).toContain('stroke="url(#b)"');
    expect(out).not.toMatch(/style|filter|xlink/);
  });

  it('says what was removed', async () => {
    expect(await read(svg('<script/><use href="#a"/><style/><metadata/><path d="M0 0h9"/>'))).toMatchObject({
      value: { removed: ['script', 'style', 'use'] },
    });
  });

  it('never draws anything more often than it is written: neither uses, masks and patterns, nor clips in clips', async () => {
    const out = await made(
      svg(
        '<clipPath id="a"><rect clip-path="url(#b)" width="9" height="9"/></clipPath><pattern id="p"><rect fill="url(#p)"/></pattern>' +
          '<mask id="m"><g mask="url(#m)"/></mask><rect mask="url(#m)" clip-path="url(#a)" width="9" height="9"/>',
      ),
    );
    expect(out).not.toMatch(/mask|pattern|clip-path=/);
  });

  it.each(Object.entries(HOSTILE_SVGS))('with %s is left with nothing but shapes', async (_what, hostile) => {
    const outcome = await read(hostile);
    // Two are no XML that could be read in one way alone.
    if (!outcome.ok) return expect(outcome).toEqual(UNREADABLE);
    const out = Buffer.from(outcome.value.content).toString();
    const tags = [...out.matchAll(/<\/?([^\s>]+)/g)].map(([, tag]) => tag ?? '');
    expect(tags.filter((tag) => !/^(svg|g|path|rect|text|title|linearGradient)$/.test(tag))).toEqual([]);
    for (const [, attributes = ''] of out.matchAll(/<[a-zA-Z]+([^>]*)>/g))
      expect(attributes.replace(' xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
        / on|script|http|url\((?!#)|data:/i,
      );
  });

  it('with entities in entities costs no more than its length', async () => {
    expect((await made(ENTITY_BOMB)).length).toBeLessThan(ENTITY_BOMB.length);
  });

  it.each(Object.entries(GROWING_SVGS))('with %s takes time by its length', (_what, of) => {
    const [short, long] = [Buffer.from(of(24_000)), Buffer.from(of(192_000))];
    // Eight times as long; by the square of its length it would be 64 times.
    expect(slowdownTo(() => readSvg(short))(() => readSvg(long), 32)).toBeLessThan(32);
  });
});

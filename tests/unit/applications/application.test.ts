import fc from 'fast-check';
import {
  type Application,
  applicationChanged,
  applicationCreated,
  defaultSettings,
  isSame,
  mergePatch,
  type PolicyPatch,
} from '../../../libs/applications/domain/application/application.js';
import { hasLogoSize, LOGO_SIDES, shownLogo } from '../../../libs/applications/domain/application/logo.js';
import {
  keyCreated,
  keyRevoked,
  MOST_KEYS,
  MOST_WITH_RETIRING,
  scopesOfNewKey,
  USUAL_OVERLAP_SECONDS,
} from '../../../libs/applications/domain/key/key.js';

const shop: Application = {
  id: '0197a000-0000-7000-8000-000000000001',
  slug: 'shop',
  settings: { ...defaultSettings, name: 'Shop', preset: 'strict' },
  logo: null,
  grants: {},
};

describe('an application', () => {
  it('tells, when it is created, how it is called and which preset it begins with', () => {
    expect(applicationCreated('event', shop)).toEqual({
      id: 'event',
      subject: shop.id,
      type: 'application.created.v1',
      data: { slug: 'shop', name: 'Shop', preset: 'strict' },
    });
  });

  it('names the fields that were changed, and none of their values', () => {
    expect(applicationChanged('event', shop, ['name', 'policy'])).toEqual({
      id: 'event',
      subject: shop.id,
      type: 'application.changed.v1',
      data: { slug: 'shop', fields: ['name', 'policy'] },
    });
  });

  it('of which nothing was said is plain: English, of the standard preset, and leads nowhere', () => {
    expect(defaultSettings).toEqual({
      defaultLocale: 'en',
      sender: null,
      replyTo: null,
      allowedOrigins: [],
      linkBaseUrl: null,
      redirectTargets: [],
      preset: 'standard',
      policy: {},
      appearance: {},
    });
  });
});

describe('a merge patch (RFC 7396)', () => {
  // Of the RFC's appendix, those of objects without empty sections, which a policy never keeps.
  it.each<[PolicyPatch, PolicyPatch, PolicyPatch]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: ['b'] }, { a: [] }, { a: [] }],
    [{ a: 'foo' }, { a: { b: 'c' } }, { a: { b: 'c' } }],
    [{ a: ['b'] }, { a: { b: 'c' } }, { a: { b: 'c' } }],
    [{}, { a: { b: { c: null } } }, {}],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{ a: 1 }, { a: undefined }, { a: 1 }],
  ])('of %j with %j is %j', (target, patch, merged) => {
    expect(mergePatch(target, patch)).toEqual(merged);
  });

  it('that is laid over twice changes nothing the second time', () => {
    const names = fc.constantFrom('a', 'b', 'c');
    const leaf = fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string(), { maxLength: 2 }));
    const section = fc.dictionary(names, leaf, { maxKeys: 3 });
    const patches = fc.dictionary(names, fc.oneof(leaf, section), { maxKeys: 3 });
    fc.assert(
      fc.property(patches, patches, (first, second) => {
        const target = mergePatch({}, first);
        const once = mergePatch(target, second);
        expect(mergePatch(once, second)).toEqual(once);
        expect(JSON.stringify(once)).not.toMatch(/null|\{\}(?=[,}])/);
      }),
    );
  });
});

describe('values as JSON has them', () => {
  it.each<[unknown, unknown, boolean]>([
    [{ a: [1, 2] }, { a: [1, 2] }, true],
    [{ a: [1, 2] }, { a: [2, 1] }, false],
    [null, undefined, false],
    ['1', 1, false],
  ])('%j and %j are the same: %s', (one, other, same) => {
    expect(isSame(one, other)).toBe(same);
  });
});

describe('a secret key', () => {
  it('tells which one it replaces, if it does', () => {
    expect(keyCreated('event', 'new', 'old')).toEqual({
      id: 'event',
      subject: 'new',
      type: 'key.created.v1',
      data: { keyId: 'new', replaces: 'old' },
    });
    expect(keyCreated('event', 'new').data.replaces).toBeNull();
  });

  it('tells that it was revoked', () => {
    expect(keyRevoked('event', 'old')).toEqual({
      id: 'event',
      subject: 'old',
      type: 'key.revoked.v1',
      data: { keyId: 'old' },
    });
  });

  it('does everything but make keys by default, so that one that leaks gives its thief no other', () => {
    const usual = scopesOfNewKey(undefined);
    expect(usual).not.toContain('keys:write');
    expect(usual.length).toBeGreaterThan(3);
    expect(scopesOfNewKey(null)).toEqual(usual);
    expect([...scopesOfNewKey([...usual, 'keys:write'])].sort()).toEqual([...usual, 'keys:write'].sort());
  });

  it('does just what is asked for, each once', () => {
    expect(scopesOfNewKey(['keys:write'])).toEqual(['keys:write']);
    const [one] = scopesOfNewKey(null);
    expect(one && scopesOfNewKey([one, one])).toEqual([one]);
    expect(scopesOfNewKey([])).toEqual([]);
  });

  it('lives on for a day beside the one that replaces it, so that all of an application may be rotated at once', () => {
    expect(USUAL_OVERLAP_SECONDS).toBe(24 * 60 * 60);
    expect([MOST_KEYS, MOST_WITH_RETIRING]).toEqual([20, 40]);
  });
});

describe('a logo', () => {
  const png = (width: number, height: number) => hasLogoSize({ type: 'image/png', width, height });

  it('is neither a blot nor larger than what devices should hold, on either side', () => {
    expect(LOGO_SIDES).toEqual({ min: 16, max: 2_048 });
    expect([png(16, 16), png(2_048, 2_048), png(16, 2_048)]).toEqual([true, true, true]);
    expect([png(15, 100), png(100, 15), png(2_049, 100), png(100, 2_049)]).toEqual([false, false, false, false]);
  });

  it('fits any size if it has no pixels of its own', () => {
    expect(hasLogoSize({ type: 'image/svg+xml', width: 1, height: 9_999 })).toBe(true);
    expect(hasLogoSize({ type: 'image/webp', width: 1, height: 9_999 })).toBe(false);
  });

  it('is found by a path that names its application, and changes with the content', () => {
    expect(shownLogo('shop', { name: '0123abcd', type: 'image/png', width: 48, height: 32 })).toEqual({
      path: '/a/shop/logo/0123abcd',
      type: 'image/png',
      width: 48,
      height: 32,
    });
  });
});

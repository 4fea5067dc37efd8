import { slugOf } from '../../../apps/console/src/pages/applications/slug-of.js';
import { mergePatch, valueAt, withValueAt } from '../../../apps/console/src/pages/settings/merge-patch.js';
import { oneIn, ratingOf } from '../../../apps/console/src/pages/settings/odds.js';
import { starterOf } from '../../../apps/console/src/pages/templates/starter.js';
import { guessingBound } from '../../../libs/registration/domain/code/judge-code.js';
import { standardPolicy, strictPolicy } from '../../../libs/registration/domain/policy.js';
import { policyOf } from '../../../libs/registration/policy.js';

describe('what the settings send', () => {
  it('is what differs, and nothing else', () => {
    const before = { name: 'Shop', policy: { code: { digits: 6, lifeSeconds: null }, sms: null }, preset: 'standard' };
    const after = { ...before, name: 'The Shop', policy: { ...before.policy, code: { digits: 6, lifeSeconds: 90 } } };
    expect(mergePatch(before, after)).toEqual({ name: 'The Shop', policy: { code: { lifeSeconds: 90 } } });
    expect(mergePatch(before, structuredClone(before))).toBeNull();
  });

  it('takes absent and null for the same default, and sends null for what was cleared', () => {
    expect(mergePatch({ sender: null }, {})).toBeNull();
    expect(mergePatch({ replyTo: 'a@shop.example' }, { replyTo: null })).toEqual({ replyTo: null });
  });

  it('replaces lists as a whole', () => {
    expect(mergePatch({ allowedOrigins: ['https://a.example'] }, { allowedOrigins: [] })).toEqual({
      allowedOrigins: [],
    });
  });

  it('makes the sections on the way to a value, and takes back those with nothing in them', () => {
    const set = withValueAt({ policy: { codes: null } }, '/policy/codes/phone/digits', 8);
    expect(set).toEqual({ policy: { codes: { phone: { digits: 8 } } } });
    expect(valueAt(set, '/policy/codes/phone/digits')).toBe(8);
    expect(valueAt(set, '/policy/sms/perDay')).toBeUndefined();
    expect(mergePatch({ policy: { codes: null } }, withValueAt(set, '/policy/codes/phone/digits', null))).toBeNull();
  });
});

describe('the odds of guessing a code', () => {
  const oddsOf = ({ codes, messages }: typeof standardPolicy) => guessingBound(codes.activation, messages);

  it('are told as people say them', () => {
    expect(oneIn(oddsOf(standardPolicy))).toBe('1 in 3,330');
    expect(oneIn(oddsOf(strictPolicy))).toBe('1 in 303,030');
    expect(oneIn(0)).toBe('never');
  });

  it('are those of the presets, or weaker', () => {
    expect(ratingOf(oddsOf(standardPolicy))).toBe('standard');
    expect(ratingOf(oddsOf(strictPolicy))).toBe('strict');
    const settings = { preset: 'standard', policy: { code: { sharedTries: 5 } }, grants: {} } as const;
    expect(ratingOf(oddsOf(policyOf(settings as never)))).toBe('weak');
  });
});

describe('a slug for a name', () => {
  it.each([
    ['The Shop & Co.', 'the-shop-co'],
    ['Crème brûlée', 'creme-brulee'],
    ['  ', ''],
    ['日本', ''],
  ])('makes of “%s” “%s”', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });
});

describe('a text to start a mail from', () => {
  it('has what is required alone on a line, and in the HTML', () => {
    const { text, html } = starterOf({ placeholders: ['application', 'greeting', 'digits'], required: 'digits' });
    expect(text.split('\n')).toContain('{{digits}}');
    expect(html).toContain('{{digits}}');
  });

  it('uses no placeholder that the mail does not have', () => {
    expect(JSON.stringify(starterOf({ placeholders: [], required: null }))).not.toContain('{{');
  });
});

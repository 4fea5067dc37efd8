import { PageStage } from '../support/page-stage.js';

describe('pages below the path of PUBLIC_URL', () => {
  const stage = new PageStage({ defaultLocale: 'en' }, '/auth');

  beforeAll(() => stage.open());
  afterAll(() => stage.close());
  beforeEach(() => stage.reset());

  it('load what they are made of from there, and call there', async () => {
    const { complaints, strangers } = await stage.visit('/auth/reset', {}, async (page) => {
      await page.getByLabel('Email address').fill('ada@example.com');
      await page.getByRole('button', { name: 'Send code' }).click();
      await page.getByText('a code is on its way').waitFor();
    });
    expect({ complaints, strangers }).toEqual({ complaints: [], strangers: [] });
    expect(stage.calls).toMatchObject([{ path: '/auth/v1/password-resets', body: { email: 'ada@example.com' } }]);
    expect(stage.gets.every((get) => get.startsWith('GET /auth/'))).toBe(true);
  });

  it('lead on to each other there', async () => {
    await stage.visit(`/auth/email-undo?application=shop#token=${'a'.repeat(64)}`, {}, async (page) => {
      await page.getByRole('button').click();
      expect(await page.getByRole('link').getAttribute('href')).toBe('/auth/reset?application=shop');
    });
    expect(stage.calls).toMatchObject([{ path: '/auth/v1/users/email-undo', application: 'shop' }]);
  });
});

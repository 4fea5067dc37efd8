import { ApplicationPageLinks } from '../../../libs/notification/adapters/applications/applications-context.js';
import { knowing } from '../../support/known-application.js';
import { theShop } from '../../support/the-shop.js';

describe('the host that text messages bind their codes to', () => {
  it.each([
    ['this service’s, without its port and path', null, 'https://id.example.org:8443/auth', 'id.example.org'],
    ['in ASCII', null, 'https://bücher.example', 'xn--bcher-kva.example'],
    [
      'the application’s, where it has pages of its own',
      'https://shop.example/me',
      'https://id.example.org',
      'shop.example',
    ],
  ])('is %s', async (_, linkBaseUrl, publicUrl, host) => {
    const links = new ApplicationPageLinks(
      knowing(() => ({ ...theShop, linkBaseUrl })),
      publicUrl,
    );
    expect(await links.host('shop')).toBe(host);
  });
});

import { AddressGuard, GuardedDestinations } from '../../../libs/webhooks/adapters/undici/address-guard.js';

const guard = new AddressGuard([]);
const production = new GuardedDestinations(guard, { allowHttp: false, ports: [443, 8443] });

describe('destinations', () => {
  it.each([
    ['https://shop.example/hooks'],
    ['https://shop.example:8443/hooks?tenant=1'],
    ['https://93.184.216.34/'],
    ['https://[2606:4700:4700::1111]/'],
    ['HTTPS://SHOP.EXAMPLE'],
    ['https://xn--bcher-kva.example/'],
  ])('may be %s', (url) => {
    expect(production.accepts(url)).toBe(true);
  });

  it.each([
    ['http://shop.example/'],
    ['ftp://shop.example/'],
    ['file:///etc/passwd'],
    ['javascript:alert(1)'],
    ['gopher://shop.example/'],
    ['shop.example'],
    ['//shop.example/'],
    [''],
    ['https://'],
    ['https://user@shop.example/'],
    ['https://user:secret@shop.example/'],
    ['https://shop.example/#x'],
    ['https://shop.example/#'],
    ['https://shop.example:25/'],
    ['https://shop.example:80/'],
    ['https://shop.example:22/'],
    ['https://127.0.0.1/'],
    ['https://2130706433/'],
    ['https://0x7f000001/'],
    ['https://0x7f.1/'],
    ['https://017700000001/'],
    ['https://127.1/'],
    ['https://0/'],
    ['https://１２７.０.０.１/'],
    ['https://127。0。0。1/'],
    ['https://10.0.0.1./'],
    ['https://169.254.169.254/latest/meta-data/'],
    ['https://[::1]/'],
    ['https://[::ffff:127.0.0.1]/'],
    ['https://[fd00:ec2::254]/'],
    ['https://[fe80::1%25eth0]/'],
  ])('must not be %s', (url) => {
    expect(production.accepts(url)).toBe(false);
  });

  it('may be plain HTTP at any port, and a named network, where the settings say so', () => {
    const rules = { allowHttp: true, ports: null };
    const development = new GuardedDestinations(new AddressGuard(['127.0.0.0/8']), rules);
    expect(development.accepts('http://127.0.0.1:4000/hooks')).toBe(true);
    expect(development.accepts('http://localhost:4000/hooks')).toBe(true);
    expect(development.accepts('http://10.0.0.1/')).toBe(false);
  });
});

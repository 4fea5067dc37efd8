import type { IncomingHttpHeaders } from 'node:http';
import { basicChallenge } from '@gatehouse/platform/edge';

const schemeFor = (headers: IncomingHttpHeaders) =>
  basicChallenge({ headers })['WWW-Authenticate'].replace(/ realm="Gatehouse", charset="UTF-8"$/, '');

describe('a challenge for an address and a password', () => {
  it.each<IncomingHttpHeaders>([
    {},
    { 'user-agent': 'curl/8.5.0' },
    { 'content-type': 'application/json' },
    { 'sec-fetch-mode': 'navigate', origin: 'https://shop.example' },
    { 'x-requested-with': 'com.example.app' },
  ])('is Basic to %j', (headers) => {
    expect(schemeFor(headers)).toBe('Basic');
  });

  it.each<IncomingHttpHeaders>([
    { 'x-requested-with': 'XMLHttpRequest' },
    { 'x-requested-with': 'xmlhttprequest', 'sec-fetch-mode': 'navigate' },
    { 'sec-fetch-mode': 'cors', 'content-type': 'application/json' },
    { 'sec-fetch-mode': 'same-origin' },
    { 'sec-fetch-mode': 'no-cors' },
    { origin: 'https://shop.example' },
  ])('is of a scheme that browsers do not know to %j', (headers) => {
    expect(schemeFor(headers)).toBe('X-Basic');
  });
});

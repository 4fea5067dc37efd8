import { BowserDevices } from '../../../libs/access/adapters/bowser/bowser-devices.js';

const devices = new BowserDevices();

describe('a device', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'Windows'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari',
      'iOS',
    ],
    [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36',
      'Chrome',
      'Android',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
      'Safari',
      'macOS',
    ],
  ])('has the names that people know: %s', (userAgent, browser, system) => {
    expect(devices.of(userAgent)).toEqual({ browser, system });
  });

  it.each([
    '',
    '   ',
    'node',
    'x'.repeat(8_000),
    'Call your bank at +44 20 7946 0000/1 (x)',
    '<img src=x onerror=alert(1)>/1 (x)',
    'constructor/1 (x)',
  ])('is nobody’s where nothing is recognised: %j', (userAgent) => {
    expect(devices.of(userAgent)).toBeNull();
  });

  it('has no name but those of known browsers and systems, whatever was sent', () => {
    for (const [hostile, expected] of [
      ['Firefox/'.repeat(2_000), 'Firefox'],
      [`${'('.repeat(4_000)}Chrome/1`, null],
      ['\u0000\u202eFirefox/1 <script>', 'Firefox'],
      [`${'A stranger’s words '.repeat(5)}/1 (Windows NT 10.0)`, null],
    ] as const) {
      expect(devices.of(hostile)?.browser ?? null).toBe(expected);
    }
  });
});

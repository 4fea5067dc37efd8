import {
  emailFault,
  hashFault,
  phoneFault,
  phoneUnreachable,
  redirectFault,
} from '../../../../../libs/registration/application/credentials/field-faults.js';

describe('what is wrong with a field', () => {
  it.each([
    ['email-invalid', 'Must be an email address, such as ada@example.com'],
    ['email-too-long', 'Must be at most 254 bytes, with at most 64 before the @'],
    ['email-not-ascii', 'Only ASCII characters are supported before the @'],
  ] as const)('is said of an address: %s', (code, message) => {
    expect(emailFault(code)).toEqual({ pointer: '/email', code, message });
    expect(emailFault(code, '/newEmail')).toEqual({ pointer: '/newEmail', code, message });
  });

  it('is said of a phone', () => {
    const [pointer, international] = ['/phone', 'Must be a phone number in international form, such as +33612345678'];
    expect(phoneFault).toEqual({ pointer, code: 'phone-invalid', message: international });
    const country = 'Text messages are not available in this country';
    expect(phoneUnreachable['phone-country-refused']).toEqual({
      pointer,
      code: 'phone-country-refused',
      message: country,
    });
    const type = 'Must be a mobile number';
    expect(phoneUnreachable['phone-type-refused']).toEqual({ pointer, code: 'phone-type-refused', message: type });
  });

  it('is said of another system’s hash', () => {
    const pointer = '/passwordHash';
    expect(hashFault('hash-unknown')).toEqual({ pointer, code: 'hash-unknown', message: 'Unsupported password hash' });
    expect(hashFault('hash-too-costly')).toEqual({
      pointer,
      code: 'hash-too-costly',
      message: 'Too expensive to verify',
    });
  });

  it('is said of a page that is not on the application’s list, character by character', () => {
    const redirectTargets = ['https://shop.example/welcome'];
    expect(redirectFault('https://shop.example/welcome', { redirectTargets })).toEqual([]);
    expect(redirectFault('https://shop.example/welcome/', { redirectTargets })).toEqual([
      {
        pointer: '/redirect',
        code: 'redirect-not-allowed',
        message: 'Must be one of the application’s redirect targets, character by character',
      },
    ]);
  });

  it('is nothing where no page is named', () => {
    expect(redirectFault(null, { redirectTargets: [] })).toEqual([]);
    expect(redirectFault(undefined, { redirectTargets: [] })).toEqual([]);
  });
});

import { LibphonenumberPhoneNumbers } from '../../../libs/registration/adapters/input-checks/libphonenumber-phone-numbers.js';

const phoneNumbers = new LibphonenumberPhoneNumbers();

describe('a phone number', () => {
  it.each([
    ['\u202a+33 6 12 34 56 78\u202c', '+33612345678'],
    ['\u200e+33612345678', '+33612345678'],
    ['+\u200b33\u00a06\u200712345678', '+33612345678'],
    ['\uff0b33 6 12 34 56 78', '+33612345678'],
    ['＋３３６１２３４５６７８', '+33612345678'],
    ['+٣٣٦١٢٣٤٥٦٧٨', '+33612345678'],
    ['+۳۳۶۱۲۳۴۵۶۷۸', '+33612345678'],
    ['+33\u20116\u201112345678', '+33612345678'],
  ])('keeps %j, as contact lists and keyboards write it, as %s', (phone, e164) => {
    expect(phoneNumbers.parse(phone)).toBe(e164);
  });

  it.each([
    ['+33612345678', '+33612345678'],
    ['+33 6 12 34 56 78', '+33612345678'],
    [' +1 (201) 555-0123', '+12015550123'],
    ['+4915123456789', '+4915123456789'],
    ['+44 20 7946 0958', '+442079460958'],
  ])('keeps %s as %s', (phone, e164) => {
    expect(phoneNumbers.parse(phone)).toBe(e164);
  });

  it.each([
    '',
    '0612345678',
    '0033612345678',
    '+33',
    '+33 6 12 34',
    '+999123456789',
    'call me',
    '+33612345678x',
    '+33612345678 or +33612345679',
    '+33612345678 ext. 5',
    '+1 555 0123',
  ])('refuses %j', (phone) => {
    expect(phoneNumbers.parse(phone)).toBeNull();
  });
});

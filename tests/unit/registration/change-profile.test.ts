import { changeProfile, type PersonalDetails } from '../../../libs/registration/domain/user/personal-details.js';

const details: PersonalDetails = {
  name: 'Ada',
  surname: 'Lovelace',
  phone: '+33612345678',
  hobbies: ['mathematics'],
  birthDate: '1990-12-10',
  locale: 'fr',
};
const ada = { id: 'ada', details };

describe('a change of profile', () => {
  it('replaces what is given and keeps the rest', () => {
    expect(changeProfile('e', ada, { surname: 'King', hobbies: ['mathematics', 'flying'] })?.details).toEqual({
      ...details,
      surname: 'King',
      hobbies: ['mathematics', 'flying'],
    });
  });

  it('reports the names of what has changed, not the values', () => {
    const change = changeProfile('e', ada, { surname: 'King', name: 'Ada', birthDate: null });
    expect(change?.event).toEqual({
      id: 'e',
      subject: 'ada',
      type: 'user.profile-changed.v1',
      data: { userId: 'ada', fields: ['birthDate', 'surname'] },
    });
  });

  it.each([{}, { name: 'Ada' }, { ...details }, { hobbies: ['mathematics'] }])('is none for %j', (wished) => {
    expect(changeProfile('e', ada, wished)).toBeNull();
  });
});

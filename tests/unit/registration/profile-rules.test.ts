import { standardPolicy } from '../../../libs/registration/domain/policy.js';
import {
  type ProfileRules,
  profileChangeFaults,
  profileFaults,
  profileRulesOf,
} from '../../../libs/registration/domain/user/profile-rules.js';
import { toldFaults as told } from '../../support/told-faults.js';

/** The usual policy, and over it what an application says. */
const policyWith = ({
  profile,
  requirePhone = false,
}: {
  profile?: Partial<ProfileRules>;
  requirePhone?: boolean;
}) => ({
  profile: { ...standardPolicy.profile, ...profile },
  requirePhone,
});
const asking = policyWith({
  profile: { name: 'required', surname: 'optional', birthDate: 'none', hobbies: 'required' },
});

describe('the fields that an application asks for', () => {
  it('are none by default, and any may be given', () => {
    const policy = policyWith({});
    expect(new Set(Object.values(profileRulesOf(policy)))).toEqual(new Set(['accepted']));
    expect(profileFaults({}, policy)).toEqual([]);
    expect(profileFaults({ name: 'Ada', hobbies: ['mathematics'], birthDate: '1990-12-10' }, policy)).toEqual([]);
  });

  it('are told one by one where they are missing, empty, or not wanted', () => {
    expect(told(profileFaults({ hobbies: [], birthDate: '1990-12-10' }, asking))).toEqual([
      '/name field-required',
      '/birthDate field-not-accepted',
      '/hobbies field-required',
    ]);
    expect(profileFaults({ name: 'Ada', hobbies: ['mathematics'], birthDate: null }, asking)).toEqual([]);
  });

  it('have a phone among them where it is to be verified, whatever else is said', () => {
    const policy = policyWith({ requirePhone: true, profile: { phone: 'none' } });
    expect(profileRulesOf(policy).phone).toBe('required');
    expect(told(profileFaults({}, policy))).toEqual(['/phone field-required']);
    expect(profileFaults({ phone: '+33612345678' }, policy)).toEqual([]);
  });

  it('hold for a change of those that it names, and what was given before can be taken away', () => {
    expect(profileChangeFaults({ surname: null }, asking)).toEqual([]);
    expect(told(profileChangeFaults({ name: null, birthDate: '1990-12-10' }, asking))).toEqual([
      '/name field-required',
      '/birthDate field-not-accepted',
    ]);
    expect(profileChangeFaults({ birthDate: null }, asking)).toEqual([]);
    expect(profileChangeFaults({ phone: null }, policyWith({ requirePhone: true }))).toEqual([]);
  });
});

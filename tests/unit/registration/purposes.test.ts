import { CODE_PURPOSES, type CodePurpose, NOTICE_KINDS, type NoticeKind } from '@gatehouse/registration/contract';
import {
  claimsAddress,
  isTexted,
  type CodePurpose as OwnPurpose,
  purposes,
  resetCodeDigits,
} from '../../../libs/registration/domain/code/purposes.js';
import { standardPolicy } from '../../../libs/registration/domain/policy.js';
import type { IssuedNotice } from '../../../libs/registration/domain/user/account-events.js';

type Same<A, B> = [A, B] extends [B, A] ? true : false;

describe('the purposes of codes', () => {
  it('are the same in the domain and in what the contract publishes', () => {
    const agree: { purposes: Same<OwnPurpose, CodePurpose>; notices: Same<IssuedNotice['kind'], NoticeKind> } = {
      purposes: true,
      notices: true,
    };
    expect(agree).toEqual({ purposes: true, notices: true });
    expect(Object.keys(purposes)).toEqual([...CODE_PURPOSES]);
  });

  it('notify an owner only of what the contract publishes', () => {
    const told = Object.values(purposes).flatMap(({ noticeOfRequest, noticeOfProof }) => [
      noticeOfRequest,
      noticeOfProof,
    ]);
    expect(NOTICE_KINDS).toEqual(expect.arrayContaining(told.filter((kind) => kind !== null)));
  });

  it('count the tries of short codes each by itself', () => {
    const buckets = Object.values(purposes).map(({ triesBucket }) => triesBucket);
    expect(new Set(buckets).size).toBe(buckets.length);
  });

  it('have a policy each, with the digits and the life of their row', () => {
    for (const purpose of CODE_PURPOSES) {
      expect(standardPolicy.codes[purpose]).toMatchObject(purposes[purpose].standard);
    }
  });

  it('name the digits of a password reset, for the page that asks for them', () => {
    const codes = {
      ...standardPolicy.codes,
      'password-reset': { ...standardPolicy.codes['password-reset'], digits: 9 },
    };
    expect(resetCodeDigits({ codes })).toBe(9);
  });

  it('go by SMS only to prove a phone', () => {
    expect(CODE_PURPOSES.filter(isTexted)).toEqual(['phone']);
  });

  it('claim an address only to activate an account or to change its address', () => {
    expect(CODE_PURPOSES.filter(claimsAddress).toSorted()).toEqual(['activation', 'email-change']);
  });
});

import type { Survivor } from './survivor.ts';

const application = 'libs/registration/application';

/** Mutants of registration's handlers that no test notices, and why they may live. */
export const registrationSurvivors: readonly Survivor[] = [
  {
    file: `${application}/codes/account-prover.ts`,
    line: "const userId = 'userId' in key ?",
    why: 'The account that is named is the one that was read, and an answer rests on what was read',
  },
  {
    file: `${application}/codes/account-prover.ts`,
    line: "address: '',",
    why: 'A code of an account says itself what it proves. Without codes nothing is counted',
  },
  {
    file: `${application}/codes/issue-code.ts`,
    line: 'retryOfTexts(history.textMessages ?? []',
    becomes: '["Stryker was here"]',
    why: 'The history of a code by SMS has them. The compiler needs the default',
  },
  {
    file: `${application}/codes/phone-codes.ts`,
    line: "this.phoneNumbers.countryOf(phone) ?? ''",
    becomes: '"Stryker was here!"',
    why: 'A number of no country was refused before. The compiler needs the default',
  },
  {
    file: `${application}/codes/phone-codes.ts`,
    line: 'if (country === null || sms.perDay === 0',
    becomes: 'false',
    why: 'No list of countries has null in it. The compiler needs the check',
  },
  {
    file: `${application}/codes/phone-codes.ts`,
    line: 'return type !== null && sms.numberTypes.includes(type)',
    becomes: 'true',
    why: 'No list of kinds has null in it. The compiler needs the check',
  },
  {
    file: `${application}/codes/registration-prover.ts`,
    line: 'proven?.missing ?? []',
    why: 'Where a proof has succeeded, something was proven. The compiler cannot see that it was set',
  },
  {
    file: `${application}/codes/verify-code.ts`,
    line: "if (verdict.kind === 'right' && gain) {",
    becomes: 'true',
    why: 'Only the right code has a gain. The compiler needs the check',
  },
  {
    file: `${application}/codes/verify-code.ts`,
    line: 'target === known[0]?.target',
    becomes: 'known[0].target',
    why: 'Where there is no first code, none is compared with it',
  },
  {
    file: `${application}/codes/verify-code.ts`,
    line: 'target: charged[0]?.target ?? address',
    becomes: 'charged[0].target',
    why: 'A try is written only where it is charged to a code',
  },
  {
    file: `${application}/credentials/authenticate-user.ts`,
    line: "refusal(closed ?? 'activation-required')",
    becomes: '""',
    why: 'Where there is no owner, the reason is known already. The compiler needs the default',
  },
  {
    file: `${application}/credentials/new-passwords.ts`,
    line: "const words = [email, applicationName, name ?? '', surname ?? '']",
    becomes: '"Stryker was here!"',
    why: 'Where a name is not known, any text does that nobody makes a password of',
  },
  {
    file: `${application}/own-account/change-password.ts`,
    line: 'actor?.sessionId ?? null',
    becomes: 'actor.sessionId',
    why: 'Where nobody is signed in, there is no account to get here with. The compiler needs the check',
  },
  {
    file: `${application}/recovery/reset-password.ts`,
    line: "if (input.value === null) throw new Error('The shape",
    why: 'A whole command has an address. The compiler needs the check',
  },
  {
    file: `${application}/recovery/reset-password.ts`,
    line: "const owner = { email: typed ?? ''",
    why: 'Where no address was typed, any text does that nobody makes a password of',
  },
  {
    file: `${application}/recovery/undo-email-change.ts`,
    line: 'if (changeId === null) return',
    becomes: 'false',
    why: 'No change has null as its id. The compiler needs the check',
  },
  {
    file: `${application}/standing/erase-user.ts`,
    line: "if (isClosed) return err(refusal('account-suspended'))",
    becomes: 'false',
    why: 'It is asked again below, before anything is erased',
  },
  {
    file: `${application}/transfer/import-users.ts`,
    line: 'const decoys = mostExpensive(',
    becomes: '["Stryker was here"]',
    why: 'What has no work is never the most expensive',
  },
  {
    file: `${application}/transfer/import-users.ts`,
    line: 'if ((found.get(decoy.kind)?.work ?? 0) < decoy.work)',
    becomes: '(found.get(decoy.kind)?.work ?? 0) <= decoy.work',
    why: 'Of two that take the same work, either will do',
  },
  {
    file: `${application}/feedback/feedback.ts`,
    line: 'if (userId === null) return false',
    becomes: 'false',
    why: 'Nobody who has null as an id has just activated. The compiler needs the check',
  },
  {
    file: `${application}/messages/activation-codes.ts`,
    line: 'said.redirect !== null && redirectTargets.includes(',
    becomes: 'true',
    why: 'No target is null. The compiler needs the check',
  },
  {
    file: `${application}/sign-up/create-account.ts`,
    line: "const owner = { email: typed ?? ''",
    why: 'Where no address was typed, any text does that nobody makes a password of',
  },
  {
    file: `${application}/sign-up/register-user.ts`,
    line: "const owner = { ...typed, email: typed.email ?? ''",
    why: 'The same',
  },
  {
    file: `${application}/sign-up/resend-activation-code.ts`,
    line: "const pointless = pointlessProof(mine, 'phone')",
    becomes: '""',
    why: 'All that is not the proof of the mailbox is that of the phone',
  },
];

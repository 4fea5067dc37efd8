import { reasonIn } from '../../../libs/notification/adapters/events/report-contract.js';

describe('the answer of a mailbox’s server', () => {
  it.each([
    ['smtp;550 5.1.1 The email account that you tried to reach does not exist.', 'mailbox-unavailable'],
    ['550 5.4.4 Host unknown (Name server: host not found)', 'mailbox-unavailable'],
    ['552 5.2.2 The email account that you tried to reach is over quota', 'mailbox-full'],
    ['452-4.2.2 The recipient’s inbox is full', 'mailbox-full'],
    ['550 5.7.1 Message rejected due to content restrictions', 'rejected'],
    ['554 blocked by policy', 'rejected'],
    ['421 try again', null],
    [null, null],
  ])('names why the mailbox did not take a message: %s', (said, reason) => {
    expect(reasonIn(said)).toBe(reason);
  });
});

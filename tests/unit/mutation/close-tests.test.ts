import { closeTestsOf } from '../../mutation/close-tests.js';

describe('the tests that count for a folder', () => {
  it('are those that import from its layer, also through what tests share', () => {
    const tests = closeTestsOf('libs/notification/application');
    expect(tests).toContain('tests/unit/notification/deliver-message.test.ts');
    expect(tests).not.toContain('tests/unit/notification/accept-template.test.ts');
    expect(closeTestsOf('libs/notification/domain')).toContain('tests/unit/notification/accept-template.test.ts');
  });

  it('are, of handlers of one concern, those in the folder of its name', () => {
    const tests = closeTestsOf('libs/registration/application/codes');
    expect(tests).toContain('tests/unit/registration/handlers/codes/account-prover.test.ts');
    expect(tests).not.toContain('tests/unit/registration/handlers/own-account/verify-phone.test.ts');
  });

  it('are none that start an adapter, also through what tests share', () => {
    const tests = closeTestsOf('libs/notification/application');
    expect(tests).not.toContain('tests/unit/notification/failover-provider.test.ts');
    expect(tests).not.toContain('tests/unit/notification/mail-renderer.test.ts');
  });

  it('are none that check contracts or measure time', () => {
    const tests = closeTestsOf('libs/notification/domain');
    expect(tests).not.toContain('tests/unit/notification/published-events.test.ts');
    expect(tests).not.toContain('tests/unit/notification/accept-template-time.test.ts');
  });
});

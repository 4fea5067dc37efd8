import { FailoverProvider } from '../../../libs/notification/adapters/providers/failover-provider.js';
import type { ProviderAnswer } from '../../../libs/notification/application/ports/providers.js';
import { ACCEPTED, FAILING, FakeCarrier, LOST } from '../../support/notification/fake-carrier.js';

/** Whose idempotency takes repetitions away, and who sends each of them. */
let resend: FakeCarrier;
let postmark: FakeCarrier;

beforeEach(() => {
  resend = new FakeCarrier('resend', true);
  postmark = new FakeCarrier('postmark');
});

const providerOf = (...carriers: readonly FakeCarrier[]) =>
  new FailoverProvider(
    carriers.map((carrier) => ({ carrier, share: null })),
    { now: () => new Date() },
  );
const answersOf = (carrier: FakeCarrier, ...answers: readonly ProviderAnswer[]) => {
  const left = [...answers];
  carrier.says = async () => left.shift() ?? ACCEPTED;
};
const send = (provider: ReturnType<typeof providerOf>, deliveryId = 'one') => provider.send({ deliveryId });

describe('a provider that may have taken a message', () => {
  it('is asked again at once and briefly, if it sends that only once', async () => {
    answersOf(resend, LOST, ACCEPTED);
    expect(await send(providerOf(resend, postmark))).toEqual({ ...ACCEPTED, provider: 'resend' });
    expect([resend.within, postmark.calls]).toEqual([[undefined, 2], 0]);
  });

  it('is not asked again within the attempt if it would send it again', async () => {
    answersOf(postmark, LOST);
    expect(await send(providerOf(postmark, resend))).toEqual({ ...ACCEPTED, provider: 'resend' });
    expect(postmark.calls).toBe(1);
  });

  it('is followed by the next one when it still says nothing, since somebody waits', async () => {
    resend.says = LOST;
    expect(await send(providerOf(resend, postmark))).toEqual({ ...ACCEPTED, provider: 'postmark' });
    expect(resend.calls).toBe(2);
  });

  it('is asked first at the next attempt, before others that it would be new to', async () => {
    const provider = providerOf(postmark, resend);
    postmark.says = FAILING;
    answersOf(resend, LOST, LOST);
    expect(await send(provider)).toMatchObject({ kind: 'refused', provider: 'resend', mayBeTaken: true });
    postmark.says = ACCEPTED;
    expect(await send(provider, 'another')).toMatchObject({ provider: 'postmark' });
    expect(await send(provider)).toEqual({ ...ACCEPTED, provider: 'resend' });
    expect(await send(provider)).toEqual({ ...ACCEPTED, provider: 'postmark' });
  });

  it('still may have when the repetition is refused for now, and has not when that is final', async () => {
    answersOf(resend, LOST, FAILING);
    expect(await send(providerOf(resend))).toMatchObject({ reason: 'http-500', mayBeTaken: true });
    answersOf(resend, LOST, { ...FAILING, retryable: false, reason: 'http-422' });
    expect(await send(providerOf(resend))).toEqual({
      ...FAILING,
      retryable: false,
      reason: 'http-422',
      provider: 'resend',
    });
  });

  it('leaves the outcome unknown though the next provider has said no', async () => {
    answersOf(postmark, LOST);
    resend.says = FAILING;
    expect(await send(providerOf(postmark, resend))).toMatchObject({ reason: 'http-500', mayBeTaken: true });
  });

  it('has the time for it counted, so that the code is valid until then', () => {
    expect(providerOf(resend, postmark).sendTimeoutSeconds).toBe(5 + 2 + 5);
  });
});

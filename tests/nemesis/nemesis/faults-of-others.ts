import type { FaultRule } from '@gatehouse/sandbox';
import { playedFaults } from '../../bench/providers/faults.ts';
import type { NatsServer } from '../../support/broker/nats-server.ts';
import type { Mood } from '../clients/webhook-receiver.ts';
import { PROVIDERS } from '../deployment/deployment.ts';
import { type FaultKind, oneOf, type Scene, until } from './fault-kind.ts';

type Behaviour = FaultRule['behaviour'];

/** A rule is used up by calls; this many never come. */
const TIMES = 1_000_000;

/** The ways of the bench, by which providers fail, and what else the sandbox can play. */
const WAYS: readonly { readonly name: string; readonly says: string; readonly of: (provider: string) => Behaviour }[] =
  [
    ...playedFaults('postmark')
      .filter(({ behaviour }) => behaviour !== null)
      .map(({ name, says }) => ({
        name,
        says,
        of: (provider: string) =>
          playedFaults(provider === 'resend' ? 'resend' : 'postmark').find((one) => one.name === name)
            ?.behaviour as Behaviour,
      })),
    { name: 'garbage', says: 'answers 200 with something that is no JSON', of: () => ({ type: 'garbage' }) },
    {
      name: 'redirect',
      says: 'redirects elsewhere',
      of: () => ({ type: 'redirect', location: 'http://127.0.0.1:9/elsewhere' }),
    },
  ];

const ofProviders: readonly FaultKind[] = WAYS.map(({ name, says, of }) => ({
  name: `provider-${name}`,
  says: `a provider, or both of mails: it ${says}`,
  counts: 'calls that met it',
  lasts: [2_000, 8_000],
  target: ({ random }: Scene) => oneOf([...PROVIDERS, 'postmark and resend'], random),
  begin: ({ deployment: { sandbox } }: Scene, target: string) => {
    const providers = target.split(' and ');
    const added = providers.map(
      (provider): FaultRule => ({ provider, times: TIMES, behaviour: of(provider) }) as FaultRule,
    );
    sandbox.faults.replace([...sandbox.faults.rules, ...added]);
    const isOurs = ({ provider = '', times, behaviour }: FaultRule): boolean =>
      providers.includes(provider) && typeof times === 'number' && behaviour.type === of(provider).type;
    return {
      injuries: 0,
      end: () => {
        const ours = sandbox.faults.rules.filter(isOurs);
        sandbox.faults.replace(sandbox.faults.rules.filter((rule) => !isOurs(rule)));
        return ours.reduce((sum, { times }) => sum + TIMES - Number(times), 0);
      },
    };
  },
}));

const anyBroker = ({ deployment, random }: Scene): string =>
  `broker${1 + Math.floor(random() * deployment.brokers.length)}`;

const brokerOf = ({ deployment }: Scene, target: string): NatsServer | undefined =>
  deployment.brokers[Number(target.at(-1)) - 1];

/** Of providers, brokers and those who take webhooks. */
export const FAULTS_OF_OTHERS: readonly FaultKind[] = [
  ...ofProviders,
  {
    name: 'broker-kill',
    says: 'one of the three brokers is killed, and comes back with its disk',
    counts: 'brokers killed',
    lasts: [1_000, 6_000],
    target: anyBroker,
    begin: async (scene, target) => {
      const broker = brokerOf(scene, target);
      await broker?.kill();
      return until(() => broker?.resume());
    },
  },
  {
    name: 'broker-freeze',
    says: 'one of the three brokers stands still, and goes on',
    counts: 'brokers stopped',
    lasts: [1_000, 6_000],
    target: anyBroker,
    begin: (scene, target) => {
      const broker = brokerOf(scene, target);
      broker?.freeze();
      return until(() => broker?.thaw());
    },
  },
  {
    name: 'receiver',
    says: 'the receiver of webhooks answers 500, says nothing, or resets the connection',
    counts: 'calls that met it',
    lasts: [1_000, 5_000],
    target: ({ random }) => `receiver, ${oneOf<Mood>(['error', 'hang', 'reset'], random)}`,
    begin: ({ load }, target) => {
      load.receiver.be(target.split(', ')[1] as Mood);
      return { injuries: 0, end: () => load.receiver.beWell() };
    },
  },
];

import type { BenchDeployment } from '../deployment/bench-deployment.ts';
import { ApiClient, type SignUpForm } from './api-client.ts';
import { Mailbox } from './mailbox.ts';
import { newPerson, type Person } from './person.ts';

export interface SignUps {
  readonly people: readonly Person[];
  readonly count: number;
  /** From the first request until the last mail was accepted. */
  readonly seconds: number;
  readonly perSecond: number;
  /** Of each POST, in milliseconds. */
  readonly latencies: readonly number[];
}

export interface RunningSignUps {
  /** Lets those under way finish, and waits for every mail. */
  stop(): Promise<SignUps>;
}

/** New people sign up, over so many connections, each beginning as soon as the one before has been answered. */
export async function startSignUps(
  deployment: { readonly [part in 'api' | 'sandbox']: Pick<BenchDeployment[part], 'url'> },
  connections: number,
  form?: SignUpForm,
): Promise<RunningSignUps> {
  const client = new ApiClient(deployment.api.url, connections, form);
  const mailbox = new Mailbox(deployment.sandbox.url);
  const acceptedBefore = await mailbox.accepted();
  const people: Person[] = [];
  const latencies: number[] = [];
  const began = performance.now();
  let stopped = false;

  const signUpInTurn = async (): Promise<void> => {
    while (!stopped) {
      const asked = performance.now();
      const person = newPerson();
      await client.signUp(person);
      people.push(person);
      latencies.push(performance.now() - asked);
    }
  };
  const running = Promise.all(Array.from({ length: connections }, signUpInTurn));
  // A failure is told by `stop`; until then it is nobody's.
  running.catch(() => undefined);

  return {
    stop: async () => {
      stopped = true;
      try {
        await running;
        await mailbox.untilAccepted(acceptedBefore + latencies.length);
        const seconds = (performance.now() - began) / 1000;
        return { people, count: latencies.length, seconds, perSecond: latencies.length / seconds, latencies };
      } finally {
        await client.close();
      }
    },
  };
}

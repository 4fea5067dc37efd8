import type { BenchDeployment } from '../deployment/bench-deployment.ts';
import { ApiClient } from './api-client.ts';
import { Mailbox } from './mailbox.ts';
import { newPerson } from './person.ts';
import type { ReadTarget } from './reads.ts';

const PEOPLE = 32;

/** Signs people up, activates and signs them in, and answers how each reads their own profile. */
export async function signedInReaders(deployment: BenchDeployment): Promise<ReadTarget> {
  const tokens = await tokensOfReaders(deployment);
  const requests = tokens.map((token) => ({ path: '/v1/users/me', headers: { authorization: `Bearer ${token}` } }));
  return { url: deployment.api.url, requests };
}

/** The same people's access tokens. */
export async function tokensOfReaders(deployment: BenchDeployment): Promise<readonly string[]> {
  const client = new ApiClient(deployment.api.url, PEOPLE);
  const mailbox = new Mailbox(deployment.sandbox.url);
  const signIn = async (): Promise<string> => {
    const person = newPerson();
    await client.signUp(person);
    await client.activate(person, await mailbox.codeFor(person.email));
    return client.signIn(person);
  };
  try {
    return await Promise.all(Array.from({ length: PEOPLE }, signIn));
  } finally {
    await client.close();
  }
}

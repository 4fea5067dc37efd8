import { randomBytes } from 'node:crypto';
import { type Answer, ask, DemoFailure, remark, show, streamed, title } from './conversation.js';

export interface Stage {
  readonly api: string;
  /** The sandbox; null where a real provider carries the mail. */
  readonly inbox: string | null;
}

interface Person {
  readonly email: string;
  readonly password: string;
}

/** From sign-up to the signed-in profile, against a running service, each exchange printed. */
export async function playStory({ api, inbox }: Stage): Promise<void> {
  if (inbox === null) {
    throw new DemoFailure(
      'The demo reads the code from the sandbox’s inbox, but this service sends mails through a real provider',
    );
  }
  const person: Person = {
    email: `ada.${randomBytes(3).toString('hex')}@example.com`,
    password: 'nine: seven lanterns 🏮',
  };

  title(1, 'Sign up. The response does not wait for the mail');
  const signedUp = await ask({
    method: 'POST',
    url: `${api}/v1/users`,
    body: { ...person, name: 'Ada', locale: 'en' },
    expected: 201,
  });
  show(signedUp.json, ['id', 'state', 'email', 'emailVerified', 'activation']);

  title(2, 'Follow the message live until the provider has accepted it');
  await followMessage(api, signedUp);

  title(3, 'Read the mail in the sandbox’s inbox');
  const code = await readCode(inbox, person);

  title(4, 'A wrong code is counted and refused');
  const wrong = await activate(api, person, anotherThan(code), 422);
  show(wrong.json, ['type', 'title', 'code']);

  title(5, 'The right code, with the password in HTTP Basic');
  const activated = await activate(api, person, code, 200);
  show(activated.json, ['id', 'state', 'email', 'emailVerified', 'activatedAt']);

  title(6, 'Sign in');
  const session = await ask({ method: 'POST', url: `${api}/v1/sessions`, basic: person, expected: 201 });
  show(session.json, ['tokenType', 'expiresIn', 'accessToken']);

  title(7, 'Read the profile with the access token');
  const profile = await ask({
    method: 'GET',
    url: `${api}/v1/users/me`,
    bearer: String(session.json.accessToken),
    expected: 200,
  });
  show(profile.json);

  title(8, 'Done. Read more:');
  remark(`the API    ${api}/docs`);
  remark(`the mails  ${inbox}`);
}

const activate = (api: string, person: Person, code: string, expected: number): Promise<Answer> =>
  ask({ method: 'POST', url: `${api}/v1/users/activation`, basic: person, body: { code }, expected });

async function followMessage(api: string, { json }: Answer): Promise<void> {
  const { response } = await ask({
    method: 'GET',
    url: `${api}${(json.activation as { statusUrl: string }).statusUrl}`,
    accept: 'text/event-stream',
    expected: 200,
  });
  for await (const status of streamed(response)) {
    show({ status: status.delivery, ...(status.expiresAt !== null && { expiresAt: status.expiresAt }) });
    if (status.delivery === 'sent') return;
    if (status.delivery === 'failed') throw new DemoFailure('The mail could not be delivered: does the worker run?');
  }
  throw new DemoFailure('The stream ended before the mail was sent: is the worker running?');
}

async function readCode(inbox: string, { email }: Person): Promise<string> {
  const url = `${inbox}/api/messages?to=${encodeURIComponent(email)}`;
  const { json } = await ask({ method: 'GET', url, expected: 200 });
  const [mail] = json.messages as { subject: string; text: string }[];
  if (!mail) throw new DemoFailure(`No mail for ${email} in the sandbox’s inbox`);
  const code = /^\d{4,10}$/m.exec(mail.text)?.[0];
  if (!code) throw new DemoFailure(`The mail for ${email} contains no code`);
  show({ subject: mail.subject, code });
  return code;
}

/** As many digits, and wrong. */
const anotherThan = (code: string): string => String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');

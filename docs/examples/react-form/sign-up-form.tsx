import { type ActivationStatus, createGatehouse, isProblem, lifeLeft } from '@gatehouse/client';
import { useActionState, useEffect, useState } from 'react';

const gatehouse = createGatehouse({ baseUrl: location.origin, language: navigator.language });
type Person = { id: string; email: string; password: string };
type Wait = { seconds: number; button: 'submit' | 'resend' };
type Step = { email?: string; person?: Person; told?: string; wait?: Wait | null; user?: { email: string } };

async function proceed({ person }: Step, form: FormData): Promise<Step> {
  const field = (name: string) => String(form.get(name) ?? '');
  const credentials = { email: field('email'), password: field('password') };
  try {
    if (!person) return { person: { ...credentials, id: (await gatehouse.signUp(credentials)).id } };
    if (form.has('resend')) await gatehouse.resendCode(person.email);
    else return { user: await gatehouse.activate({ ...person, code: field('code') }) };
    return { person: { ...person } }; // another object, so that its delivery is followed again
  } catch (error) {
    return { ...(person ? { person } : { email: credentials.email }), ...refusal(error, form) };
  }
}

/** What the service says against it, and which button has to wait for how long. */
function refusal(error: unknown, form: FormData): Pick<Step, 'told' | 'wait'> {
  const whole = { message: isProblem(error) ? (error.detail ?? error.title) : (error as Error).message };
  const faults = isProblem(error, 'validation-failed') ? error.errors : [whole];
  const seconds = isProblem(error) ? error.retryAfter : null;
  const wait = seconds ? ({ seconds, button: form.has('resend') ? 'resend' : 'submit' } as const) : null;
  return { told: faults.map((f) => f.message).join(' '), wait };
}

/** Seconds that are left: they go down by themselves. */
function useCountdown() {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const timer = left > 0 ? setTimeout(() => setLeft(left - 1), 1_000) : undefined;
    return () => clearTimeout(timer);
  }, [left]);
  return [left, setLeft] as const;
}

function Delivery({ person }: { person: Person }) {
  const [status, setStatus] = useState<ActivationStatus>();
  const [left, setLeft] = useCountdown();
  useEffect(() => {
    const leaving = new AbortController();
    const follow = async () => {
      for await (const news of gatehouse.activationStatus(person.id, { signal: leaving.signal })) {
        setStatus(news);
        setLeft(Math.round((lifeLeft(news) ?? 0) / 1_000)); // by the service's clock
      }
    };
    follow().catch(() => undefined); // without news the form works all the same
    return () => leaving.abort();
  }, [person, setLeft]);
  if (status?.delivery === 'failed') return <p role="status">The mail could not be sent.</p>;
  if (status?.delivery !== 'sent') return <p role="status">Your code is on its way …</p>;
  return <p role="status">{left > 0 ? `Your code is in your mailbox, good for ${left} s.` : 'Your code is over.'}</p>;
}

export function SignUpForm() {
  const [step, action, isPending] = useActionState(proceed, {});
  const { email, person, told, wait, user } = step;
  const [left, setLeft] = useCountdown();
  useEffect(() => setLeft(step.wait?.seconds ?? 0), [step, setLeft]);
  const waitsFor = (button: Wait['button']) => isPending || (left > 0 && wait?.button === button);
  if (user) return <p role="status">Welcome, {user.email}.</p>;
  const mailbox = { name: 'email', type: 'email', autoComplete: 'email', defaultValue: email, required: true };
  const secret = { name: 'password', type: 'password', autoComplete: 'new-password', minLength: 8, required: true };
  const digits = { name: 'code', inputMode: 'numeric', autoComplete: 'one-time-code', required: true } as const;
  return (
    <form action={action}>
      {person && <Delivery person={person} />}
      {(person ? [digits] : [mailbox, secret]).map((field) => (
        <input key={field.name} aria-label={field.name} placeholder={field.name} {...field} />
      ))}
      <input type="submit" disabled={waitsFor('submit')} value={person ? 'Activate' : 'Sign up'} />
      {person && (
        <input type="submit" name="resend" value="Send another code" disabled={waitsFor('resend')} formNoValidate />
      )}
      {told && <p role="alert">{told}</p>}
      {left > 0 && <p role="timer">You can try again in {left} s.</p>}
    </form>
  );
}

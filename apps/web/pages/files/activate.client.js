const form = document.getElementById('activation');
const { email, password, code, submit, resend } = form.elements;
const credentials = document.getElementById('credentials');
const codeField = document.getElementById('code-field');
const outcomes = [...document.querySelectorAll('[data-outcome]')];
const stepWords = [...document.querySelectorAll('[data-step]')];
const onward = document.getElementById('onward');

/** What the code that is asked for proves: the mailbox first, then the phone where the application wants that too. */
let step = 'email';

/** Takes what the link carries and leaves nothing of it in the address bar or in the history. */
function takeFragment() {
  const carried = new URLSearchParams(location.hash.slice(1));
  if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
  const digits = carried.get('code') ?? '';
  if (!/^[0-9]{4,10}$/.test(digits)) return;
  go('email');
  code.value = digits;
  codeField.hidden = true;
  show(null);
}

function show(name) {
  for (const outcome of outcomes) outcome.hidden = outcome.dataset.outcome !== name;
}

function go(next) {
  step = next;
  credentials.hidden = step === 'phone';
  for (const words of stepWords) words.hidden = words.dataset.step !== step;
}

/** Another code has to be typed, or the same one again. */
function askForCode() {
  code.value = '';
  codeField.hidden = false;
  resend.hidden = false;
}

function askForNextCode(next) {
  go(next);
  askForCode();
  code.focus();
}

const REACTIONS = {
  activated: finish,
  'already-active': finish,
  'phone-next': () => askForNextCode('phone'),
  'email-next': () => askForNextCode('email'),
  'code-expired': askForCode,
  'code-invalid': askForCode,
  'tries-exhausted': askForCode,
  'phone-tries-exhausted': askForCode,
  'credentials-invalid': () => {
    go('email');
    password.select();
  },
  resent: () => askForNextCode('email'),
  texted: () => askForNextCode('phone'),
};

/** What a problem comes to, where its code does not say it by itself. */
const OUTCOMES = {
  email: { 'email-already-verified': 'phone-next' },
  phone: { 'phone-already-verified': 'email-next', 'tries-exhausted': 'phone-tries-exhausted' },
};

function finish() {
  password.value = '';
  form.hidden = true;
  if (onward) onward.hidden = false;
}

async function post(path, headers, body) {
  const response = await fetch(path, {
    method: 'POST',
    // Without it, the browser would answer a 401 with a dialog of its own.
    credentials: 'omit',
    headers: { 'Content-Type': 'application/json', 'Gatehouse-Application': form.dataset.application, ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { isOk: response.ok, answer: text === '' ? {} : JSON.parse(text) };
}

/** Does one thing at a time, and tells what came of it. Never fails. */
async function during(work) {
  submit.disabled = true;
  resend.disabled = true;
  form.setAttribute('aria-busy', 'true');
  const name = await work().catch(() => 'failed');
  submit.disabled = false;
  resend.disabled = false;
  form.removeAttribute('aria-busy');
  const isKnown = outcomes.some((outcome) => outcome.dataset.outcome === name);
  show(isKnown ? name : 'failed');
  REACTIONS[name]?.();
}

const authorization = () => {
  const bytes = new TextEncoder().encode(`${email.value.trim()}:${password.value}`);
  return { Authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
};
const outcomeOf = (problem) => OUTCOMES[step][problem.code] ?? problem.code;

async function prove() {
  const path = step === 'email' ? '/v1/users/activation' : '/v1/users/activation/phone';
  const { isOk, answer } = await post(path, authorization(), { code: code.value.trim() });
  if (!isOk) return outcomeOf(answer);
  const [missing] = answer.missing ?? [];
  return missing === undefined ? 'activated' : `${missing}-next`;
}

async function sendAnother() {
  const { isOk, answer } =
    step === 'email'
      ? await post('/v1/users/activation/code', {}, { email: email.value.trim() })
      : await post('/v1/users/activation/phone/code', authorization(), {});
  if (!isOk) return outcomeOf(answer);
  return step === 'email' ? 'resent' : 'texted';
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void during(prove);
});

resend.addEventListener('click', () => {
  if (!email.reportValidity()) return;
  void during(sendAnother);
});

addEventListener('hashchange', takeFragment);
takeFragment();
document.getElementById('unscripted').hidden = true;
form.hidden = false;

const { form, takeFragment, clear, post, during, open } = globalThis.hostedForm;
const { email, password, code, resend } = form.elements;
const credentials = document.getElementById('credentials');
const codeField = document.getElementById('code-field');
const stepWords = [...document.querySelectorAll('[data-step]')];
const onward = document.getElementById('onward');

/** What the code that is asked for proves: the mailbox first, then the phone where the application wants that too. */
let step = 'email';

function take() {
  const digits = takeFragment().get('code') ?? '';
  if (!/^[0-9]{4,10}$/.test(digits)) return;
  go('email');
  code.value = digits;
  codeField.hidden = true;
  clear();
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

async function tell(work) {
  const name = await during(work);
  REACTIONS[name]?.();
}

const authorization = () => {
  const bytes = new TextEncoder().encode(`${email.value.trim()}:${password.value}`);
  return { Authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
};
const outcomeOf = (problem) => OUTCOMES[step][problem.code] ?? problem.code;

async function prove() {
  const path = step === 'email' ? '/v1/users/activation' : '/v1/users/activation/phone';
  const { isOk, answer } = await post(path, { code: code.value.trim() }, authorization());
  if (!isOk) return outcomeOf(answer);
  const [missing] = answer.missing ?? [];
  return missing === undefined ? 'activated' : `${missing}-next`;
}

async function sendAnother() {
  const { isOk, answer } =
    step === 'email'
      ? await post('/v1/users/activation/code', { email: email.value.trim() })
      : await post('/v1/users/activation/phone/code', {}, authorization());
  if (!isOk) return outcomeOf(answer);
  return step === 'email' ? 'resent' : 'texted';
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void tell(prove);
});

resend.addEventListener('click', () => {
  if (!email.reportValidity()) return;
  void tell(sendAnother);
});

addEventListener('hashchange', take);
take();
open();

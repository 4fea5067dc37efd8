const form = document.getElementById('activation');
const { email, password, code, submit, resend } = form.elements;
const codeField = document.getElementById('code-field');
const outcomes = [...document.querySelectorAll('[data-outcome]')];
const onward = document.getElementById('onward');

/** Takes what the link carries and leaves nothing of it in the address bar or in the history. */
function takeFragment() {
  const carried = new URLSearchParams(location.hash.slice(1));
  if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
  const digits = carried.get('code') ?? '';
  if (!/^[0-9]{4,10}$/.test(digits)) return;
  code.value = digits;
  codeField.hidden = true;
  show(null);
}

function show(name) {
  for (const outcome of outcomes) outcome.hidden = outcome.dataset.outcome !== name;
}

/** Another code has to be typed, or the same one again. */
function askForCode() {
  code.value = '';
  codeField.hidden = false;
  resend.hidden = false;
}

const REACTIONS = {
  activated: finish,
  'already-active': finish,
  'code-expired': askForCode,
  'code-invalid': askForCode,
  'tries-exhausted': askForCode,
  'credentials-invalid': () => password.select(),
  resent: () => {
    askForCode();
    code.focus();
  },
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
  if (response.ok) return null;
  const problem = await response.json();
  return problem.code;
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

const basic = () => {
  const bytes = new TextEncoder().encode(`${email.value.trim()}:${password.value}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
};

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void during(
    async () =>
      (await post('/v1/users/activation', { Authorization: basic() }, { code: code.value.trim() })) ?? 'activated',
  );
});

resend.addEventListener('click', () => {
  if (!email.reportValidity()) return;
  void during(async () => (await post('/v1/users/activation/code', {}, { email: email.value.trim() })) ?? 'resent');
});

addEventListener('hashchange', takeFragment);
takeFragment();
document.getElementById('unscripted').hidden = true;
form.hidden = false;

const { form, takeFragment, clear, post, during, open } = globalThis.hostedForm;
const { email, code, password, ask, confirm, resend, have } = form.elements;
const [codeField, passwordField, intro, fault, onward] = [
  'code-field',
  'password-field',
  'intro',
  'fault',
  'onward',
].map((id) => document.getElementById(id));
let carriesCode = false;

/** A field that is not shown asks for nothing. */
function showOnly(fields) {
  for (const [element, input] of [
    [codeField, code],
    [passwordField, password],
    [ask, ask],
    [confirm, confirm],
    [resend, resend],
    [have, have],
  ]) {
    element.hidden = !fields.includes(input);
    input.disabled = element.hidden;
  }
  // Enter presses the form's first submit button, or nothing where that one is disabled.
  for (const button of [ask, confirm]) button.type = button.hidden ? 'button' : 'submit';
  intro.hidden = !fields.includes(ask);
}

const askFirst = () => showOnly([ask, have]);
const takeCode = () => showOnly(carriesCode ? [password, confirm] : [code, password, confirm, resend]);

function take() {
  const digits = takeFragment().get('code') ?? '';
  carriesCode = /^[0-9]{4,10}$/.test(digits);
  clear();
  if (!carriesCode) return askFirst();
  code.value = digits;
  takeCode();
}

/** Another code has to be typed, or the same one again. */
function askForCode() {
  carriesCode = false;
  code.value = '';
  takeCode();
  code.focus();
}

const REACTIONS = {
  sent: askForCode,
  'code-expired': askForCode,
  'code-invalid': askForCode,
  'tries-exhausted': askForCode,
  'validation-failed': () => password.select(),
  done: () => {
    password.value = '';
    form.hidden = true;
    if (onward) onward.hidden = false;
  },
};

async function tell(work) {
  fault.hidden = true;
  const name = await during(work);
  REACTIONS[name]?.();
}

/** What the service says of a field, in the browser's language. */
function nameOf(problem) {
  const [error] = problem.errors ?? [];
  fault.textContent = error?.message ?? '';
  fault.hidden = !error;
  return problem.code;
}

const send = () =>
  tell(async () => {
    const { isOk, answer } = await post('/v1/password-resets', { email: email.value.trim() });
    return isOk ? 'sent' : nameOf(answer);
  });

const reset = () =>
  tell(async () => {
    const body = { email: email.value.trim(), code: code.value.trim(), newPassword: password.value };
    const { isOk, answer } = await post('/v1/password-resets/confirmation', body);
    return isOk ? 'done' : nameOf(answer);
  });

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void (confirm.hidden ? send() : reset());
});
resend.addEventListener('click', () => {
  if (email.reportValidity()) void send();
});
have.addEventListener('click', takeCode);
addEventListener('hashchange', take);
take();
open();

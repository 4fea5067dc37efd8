const { form, takeFragment, show, clear, post, during, open } = globalThis.hostedForm;
const onward = document.getElementById('onward');
let token = '';

function take() {
  token = takeFragment().get('token') ?? '';
  const isWhole = /^[A-Za-z0-9_-]{64}$/.test(token);
  form.hidden = !isWhole;
  if (isWhole) clear();
  else show('incomplete');
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void during(async () => {
    const { isOk, answer } = await post('/v1/users/email-undo', { token });
    return isOk ? 'undone' : answer.code;
  }).then((name) => {
    const isOver = name === 'undone' || name === 'undo-over';
    if (!isOver) return;
    token = '';
    form.hidden = true;
    if (name === 'undone') onward.hidden = false;
  });
});
addEventListener('hashchange', take);
open();
take();

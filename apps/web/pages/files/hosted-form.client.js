/** What the pages' forms have in common. Scripts of single pages come after this one. */
globalThis.hostedForm = (() => {
  const form = document.getElementById('form');
  const outcomes = [...document.querySelectorAll('[data-outcome]')];

  /** Takes what the link carries and leaves nothing of it in the address bar or in the history. */
  function takeFragment() {
    const carried = new URLSearchParams(location.hash.slice(1));
    if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
    return carried;
  }

  function show(name) {
    const isKnown = outcomes.some((outcome) => outcome.dataset.outcome === name);
    for (const outcome of outcomes) outcome.hidden = outcome.dataset.outcome !== (isKnown ? name : 'failed');
  }

  function clear() {
    for (const outcome of outcomes) outcome.hidden = true;
  }

  /** Answers what came back, which is a problem where it is not ok. */
  async function post(path, body, headers = {}) {
    const response = await fetch(form.dataset.base + path, {
      method: 'POST',
      // Nothing that the browser keeps for this site is any of the form's business.
      credentials: 'omit',
      headers: { 'Content-Type': 'application/json', 'Gatehouse-Application': form.dataset.application, ...headers },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { isOk: response.ok, answer: text === '' ? {} : JSON.parse(text) };
  }

  /** Does one thing at a time, and tells what came of it by its name. Never fails. */
  async function during(work) {
    const buttons = [...form.querySelectorAll('button')].filter(({ disabled }) => !disabled);
    for (const button of buttons) button.disabled = true;
    form.setAttribute('aria-busy', 'true');
    const name = await work().catch(() => 'failed');
    for (const button of buttons) button.disabled = false;
    form.removeAttribute('aria-busy');
    show(name);
    return name;
  }

  /** Marks that come along with a copied address: nobody sees them, and the browser would call the address invalid. */
  const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
  for (const field of form.querySelectorAll('input[type=email]')) {
    field.addEventListener('input', () => {
      const visible = field.value.replace(INVISIBLE, '');
      if (visible !== field.value) field.value = visible;
    });
  }

  function open() {
    document.getElementById('unscripted').hidden = true;
    form.hidden = false;
  }

  return { form, takeFragment, show, clear, post, during, open };
})();

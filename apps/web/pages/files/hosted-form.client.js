/** What the pages' forms have in common. Scripts of single pages come after this one. */
globalThis.hostedForm = (() => {
  const form = document.getElementById('form');
  const outcomes = [...document.querySelectorAll('[data-outcome]')];
  const wait = document.getElementById('wait');
  let ticking;
  /** Seconds that the last answer asked to wait, by Retry-After. */
  let asked = 0;

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

  /** Tells, second by second, when another try may come. */
  function countDown(seconds) {
    clearInterval(ticking);
    const until = performance.now() + seconds * 1000;
    const tell = () => {
      const left = Math.max(0, Math.ceil((until - performance.now()) / 1000));
      const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
      wait.textContent = wait.dataset.words.replace('{time}', time);
      wait.hidden = left === 0;
      if (left === 0) clearInterval(ticking);
    };
    ticking = setInterval(tell, 250);
    tell();
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
    asked = response.ok ? 0 : Number(response.headers.get('Retry-After') ?? 0) || 0;
    return { isOk: response.ok, answer: text === '' ? {} : JSON.parse(text) };
  }

  /** Does one thing at a time, and tells what came of it by its name. Never fails. */
  async function during(work) {
    const buttons = [...form.querySelectorAll('button')].filter(({ disabled }) => !disabled);
    for (const button of buttons) button.disabled = true;
    form.setAttribute('aria-busy', 'true');
    asked = 0;
    const name = await work().catch(() => 'failed');
    for (const button of buttons) button.disabled = false;
    form.removeAttribute('aria-busy');
    show(name);
    countDown(asked);
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

  /** A code alone, as it may be typed. */
  const WITHOUT_WORDS = /^[\s\p{Pd}\p{DI}\p{Nd}]*$/u;
  const RUN = /\p{Nd}(?:[\s\p{Pd}\p{DI}]?\p{Nd})*/gu;

  /** The digits of the one code in a text such as "Your code is 0417"; null where there is none, or another beside it. */
  function codeIn(text) {
    const runs = (text.match(RUN) ?? []).map((run) => run.replace(/\P{Nd}/gu, ''));
    const codes = new Set(runs.filter((run) => /^\p{Nd}{4,10}$/u.test(run)));
    return codes.size === 1 ? [...codes][0] : null;
  }

  for (const field of form.querySelectorAll('input[autocomplete=one-time-code]')) {
    field.addEventListener('paste', (event) => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      const code = WITHOUT_WORDS.test(text) ? null : codeIn(text);
      if (code === null) return;
      event.preventDefault();
      field.value = code;
    });
  }

  function open() {
    document.getElementById('unscripted').hidden = true;
    form.hidden = false;
  }

  return { form, takeFragment, show, clear, post, during, open };
})();

import { byId, element } from './elements.client.js';
import { describeRule, FAULT_PRESETS } from './fault-presets.client.js';

/** The panel that scripts failures. The rules left come from the live stream through `show`. */
export function faultsPanel() {
  let rules = [];
  const panel = byId('faults');
  const toggle = byId('faults-toggle');
  const preset = byId('fault-preset');
  const failure = byId('fault-error');

  preset.append(...FAULT_PRESETS.map(({ name }, index) => element('option', { value: String(index) }, name)));
  toggle.addEventListener('click', () => {
    panel.hidden = !panel.hidden;
    toggle.setAttribute('aria-expanded', String(!panel.hidden));
  });
  byId('fault-add').addEventListener('click', () => {
    const to = byId('fault-to').value.trim();
    const { rule } = FAULT_PRESETS[Number(preset.value)];
    return send('PUT', { rules: [...rules, to === '' ? rule : { to, ...rule }] });
  });
  byId('faults-clear').addEventListener('click', () => send('DELETE'));

  async function send(method, body) {
    const headers = { 'content-type': 'application/json' };
    const request = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
    const answer = await fetch('/api/faults', request).catch(() => null);
    failure.hidden = answer?.ok === true;
    failure.textContent = answer === null ? 'The sandbox does not answer.' : 'The sandbox refused this rule.';
  }

  return {
    show(left) {
      rules = left;
      byId('faults-rules').replaceChildren(...left.map((rule) => element('li', {}, describeRule(rule))));
      byId('faults-none').hidden = left.length > 0;
      byId('faults-clear').hidden = left.length === 0;
      const count = byId('faults-count');
      count.hidden = left.length === 0;
      count.textContent = String(left.length);
    },
  };
}

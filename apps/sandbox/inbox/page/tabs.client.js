import { element } from './elements.client.js';

const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

/**
 * Tabs as the ARIA practices describe them: one tab stop, the arrow keys move and choose.
 * `parts` are `{name, make}`; a panel is made when it is first shown.
 */
export function tabs(parts) {
  const panel = element('div', { className: 'panel', role: 'tabpanel', tabIndex: 0 });
  const made = new Map();
  const buttons = parts.map(({ name }, index) =>
    element('button', { type: 'button', role: 'tab', id: `tab-${index}`, 'aria-controls': 'panel' }, name),
  );
  panel.id = 'panel';

  const choose = (index) => {
    const { name, make } = parts[index];
    if (!made.has(name)) made.set(name, make());
    panel.replaceChildren(made.get(name));
    panel.setAttribute('aria-labelledby', `tab-${index}`);
    buttons.forEach((button, at) => {
      button.setAttribute('aria-selected', String(at === index));
      button.tabIndex = at === index ? 0 : -1;
    });
  };
  buttons.forEach((button, index) => {
    button.addEventListener('click', () => choose(index));
    button.addEventListener('keydown', (event) => {
      const step = STEPS[event.key];
      if (step === undefined) return;
      const next = (index + step + parts.length) % parts.length;
      choose(next);
      buttons[next].focus();
    });
  });
  choose(0);
  return [
    element('div', { className: 'tabs', role: 'tablist', 'aria-label': 'Parts of the message' }, ...buttons),
    panel,
  ];
}

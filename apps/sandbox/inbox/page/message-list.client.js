import { ageOf, timeOf } from './age.client.js';
import { byId, element } from './elements.client.js';

const AGES_EVERY_MS = 1000;

/** The list of summaries on the left, newest first. Calls `choose(id)` when one is picked. */
export function messageList(choose) {
  const list = byId('messages');

  list.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button) choose(button.dataset.id);
  });
  list.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key];
    const neighbour = step && event.target.closest('li')?.[step]?.querySelector('button');
    if (!neighbour) return;
    event.preventDefault();
    neighbour.focus();
  });
  setInterval(() => {
    if (document.hidden) return;
    for (const time of list.querySelectorAll('time')) time.textContent = ageOf(time.dateTime);
  }, AGES_EVERY_MS);

  return {
    show(summaries, chosen, arrived) {
      const focused = document.activeElement?.closest('#messages button')?.dataset.id;
      list.replaceChildren(...summaries.map((summary) => row(summary, summary.id === chosen, arrived.has(summary.id))));
      if (focused) list.querySelector(`button[data-id="${CSS.escape(focused)}"]`)?.focus();
    },
  };
}

function row(summary, isChosen, hasArrived) {
  const button = element(
    'button',
    { type: 'button', className: hasArrived ? 'entry arrived' : 'entry' },
    element('span', { className: 'to' }, summary.to),
    element('time', { dateTime: summary.receivedAt, title: timeOf(summary.receivedAt) }, ageOf(summary.receivedAt)),
    element(
      'span',
      { className: 'subject' },
      element('span', { className: `channel ${summary.channel}` }, summary.channel === 'sms' ? 'SMS' : 'Mail'),
      summary.subject ?? summary.preview,
    ),
    summary.code === null ? null : element('span', { className: 'code', title: 'Code' }, summary.code),
  );
  button.dataset.id = summary.id;
  if (isChosen) button.setAttribute('aria-current', 'true');
  return element('li', {}, button);
}

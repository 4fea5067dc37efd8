import { timeOf } from './age.client.js';
import { copyButton } from './copy-button.client.js';
import { byId, element } from './elements.client.js';
import { tabs } from './tabs.client.js';

/** The message on the right. */
export function messageView(close) {
  const pane = byId('message');

  return {
    show(message) {
      const back = element('button', { type: 'button', className: 'back' }, 'Back to the list');
      back.addEventListener('click', close);
      pane.replaceChildren(back, heading(message), ...codeCard(message.code), ...tabs(partsOf(message)));
    },
    clear(text) {
      pane.replaceChildren(element('p', { className: 'placeholder' }, text));
    },
    focus() {
      pane.focus();
    },
  };
}

function heading(message) {
  return element(
    'header',
    { className: 'heading' },
    element('h2', {}, message.subject ?? (message.channel === 'sms' ? 'SMS' : 'No subject')),
    element(
      'dl',
      {},
      ...pair('To', named(message.toName, message.to)),
      ...pair('From', named(message.fromName, message.from)),
      ...pair('Received', timeOf(message.receivedAt)),
    ),
  );
}

function codeCard(code) {
  if (code === null) return [];
  return [
    element(
      'div',
      { className: 'code-card' },
      element('div', {}, element('span', { className: 'label' }, 'Code'), element('output', {}, code)),
      copyButton(code, 'Copy code'),
    ),
  ];
}

function partsOf(message) {
  const parts = [];
  if (message.text !== null) parts.push({ name: 'Text', make: () => textPart(message) });
  if (message.html !== null) parts.push({ name: 'HTML', make: () => htmlPart(message) });
  parts.push({ name: 'Details', make: () => details(message) });
  return parts;
}

function textPart({ text, code }) {
  const lines = text.split(/(?<=\n)/);
  const marked = lines.findIndex((line) => code !== null && line.trim() === code);
  return element(
    'pre',
    { className: 'text' },
    ...lines.map((line, at) => (at === marked ? element('mark', {}, line) : line)),
  );
}

function htmlPart({ id }) {
  const frame = element('iframe', { title: 'HTML part of the message', className: 'html' });
  // No scripts, no origin, no forms; links open elsewhere. The answer's own policy says the same.
  frame.sandbox.add('allow-popups', 'allow-popups-to-escape-sandbox');
  frame.src = `/api/messages/${encodeURIComponent(id)}/html`;
  return frame;
}

function details(message) {
  const rows = [
    ...pair('Id', message.id),
    ...pair('Provider', message.provider),
    ...pair('Custom id', message.customId ?? 'none'),
    ...Object.entries(message.headers).flatMap(([name, value]) => pair(name, value)),
  ];
  const link = element('a', { href: `/api/messages/${encodeURIComponent(message.id)}` }, 'This message as JSON');
  return element('div', { className: 'details' }, element('dl', {}, ...rows), element('p', {}, link));
}

const pair = (name, value) => [element('dt', {}, name), element('dd', {}, value)];
const named = (name, address) => (name ? `${name} <${address}>` : address);

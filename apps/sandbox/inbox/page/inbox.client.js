import { byId } from './elements.client.js';
import { faultsPanel } from './faults-panel.client.js';
import { live } from './live.client.js';
import { messageList } from './message-list.client.js';
import { messageView } from './message-view.client.js';

const SHOWN_AT_MOST = 200;
const SEARCH_AFTER_MS = 150;

const search = byId('search');
const list = messageList(open);
const view = messageView(close);
const panel = faultsPanel();

let summaries = [];
let kept = 0;
let chosen = null;
let arrived = new Set();
let drawing = false;
let loads = 0;

search.value = new URLSearchParams(location.search).get('search') ?? '';
live({ opened: load, message: add, cleared: empty, faults: ({ rules }) => panel.show(rules) });
byId('clear').addEventListener('click', () => fetch('/api/messages', { method: 'DELETE' }));

let typing;
search.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    const part = search.value.trim();
    history.replaceState(null, '', part === '' ? '/' : `/?search=${encodeURIComponent(part)}`);
    void load();
  }, SEARCH_AFTER_MS);
});

async function load() {
  loads += 1;
  const mine = loads;
  const query = new URLSearchParams({ view: 'summary', limit: String(SHOWN_AT_MOST) });
  if (search.value.trim() !== '') query.set('search', search.value.trim());
  const answer = await fetch(`/api/messages?${query}`)
    .then((response) => response.json())
    .catch(() => null);
  // An answer that a newer question has overtaken would show the wrong list.
  if (answer === null || mine !== loads) return;
  summaries = answer.messages;
  kept = answer.kept;
  arrived = new Set();
  draw();
}

function add(summary) {
  kept += 1;
  if (summary.to.toLowerCase().includes(search.value.trim().toLowerCase())) {
    summaries = [summary, ...summaries.filter(({ id }) => id !== summary.id)].slice(0, SHOWN_AT_MOST);
    arrived.add(summary.id);
    byId('announcer').textContent = `New message for ${summary.to}`;
  }
  draw();
}

function empty() {
  summaries = [];
  kept = 0;
  draw();
  if (chosen !== null) close();
}

async function open(id) {
  chosen = id;
  draw();
  const message = await fetch(`/api/messages/${encodeURIComponent(id)}`)
    .then((response) => (response.ok ? response.json() : null))
    .catch(() => null);
  if (chosen !== id) return;
  if (message === null) view.clear('This message is no longer kept.');
  else view.show(message);
  document.body.dataset.reading = 'true';
  view.focus();
}

function close() {
  const left = chosen;
  chosen = null;
  delete document.body.dataset.reading;
  view.clear('Choose a message to read it.');
  draw();
  if (left !== null) document.querySelector(`[data-id="${CSS.escape(left)}"]`)?.focus();
}

/** Draws once a frame, however many messages a load test sends. */
function draw() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    list.show(summaries, chosen, arrived);
    arrived = new Set();
    const searching = search.value.trim() !== '';
    byId('summary').textContent = summary(searching);
    byId('empty').hidden = summaries.length > 0;
    byId('empty-title').textContent = searching ? 'No messages found' : 'No messages yet';
    byId('empty-text').textContent = searching
      ? 'No message is kept for a recipient like this.'
      : `Send to ${location.origin} as MAIL_BASE_URL, and messages appear here as they arrive.`;
  });
}

function summary(searching) {
  if (summaries.length === 0) return '';
  const messages = summaries.length === 1 ? '1 message' : `${summaries.length} messages`;
  if (searching) return `${messages} of ${kept}`;
  return kept > summaries.length ? `The newest ${summaries.length} of ${kept} messages` : messages;
}

import { byId } from './elements.client.js';

/** Follows the sandbox's events; the browser reconnects by itself. `opened` also runs after each reconnection. */
export function live({ opened, message, cleared, faults }) {
  const state = byId('connection');
  const say = (name, text) => {
    state.dataset.state = name;
    state.textContent = text;
  };
  const events = new EventSource('/api/stream');
  const read = (handle) => (event) => handle(JSON.parse(event.data));
  events.addEventListener('open', () => {
    say('live', 'Live');
    opened();
  });
  events.addEventListener('error', () => say('lost', 'Not connected'));
  events.addEventListener('message', read(message));
  events.addEventListener('cleared', read(cleared));
  events.addEventListener('faults', read(faults));
}

import { element } from './elements.client.js';

const SAY_IT_FOR_MS = 1500;

/** A button that copies a text and says so. */
export function copyButton(text, label) {
  const button = element('button', { type: 'button', className: 'primary' }, label);
  button.addEventListener('click', async () => {
    button.textContent = (await copy(text)) ? 'Copied' : 'Copying failed';
    setTimeout(() => {
      button.textContent = label;
    }, SAY_IT_FOR_MS);
  });
  return button;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // The clipboard is closed to pages that were not served from a secure origin, such as http://sandbox:3025.
    return copyBySelection(text);
  }
}

function copyBySelection(text) {
  const area = element('textarea', { value: text, className: 'hidden' });
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

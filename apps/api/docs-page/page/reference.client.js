/* global SwaggerUIBundle */
const root = document.documentElement;
const toggle = document.getElementById('theme');
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

const show = (isDark) => {
  root.classList.toggle('dark-mode', isDark);
  toggle.textContent = isDark ? 'Light' : 'Dark';
};

show(prefersDark.matches);
prefersDark.addEventListener('change', ({ matches }) => show(matches));
toggle.addEventListener('click', () => show(!root.classList.contains('dark-mode')));
toggle.hidden = false;

SwaggerUIBundle({
  url: document.getElementById('reference').dataset.document,
  dom_id: '#reference',
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelRendering: 'example',
  defaultModelsExpandDepth: 0,
  // It would send the document's address to a server of the library's makers.
  validatorUrl: null,
});

/** The element with this id, which the page is known to have. */
export const byId = (id) => document.getElementById(id);

/**
 * Makes an element. Strings become text nodes: nothing that a message holds is ever read as markup.
 * Properties whose names hold a dash are set as attributes; null children are left out.
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-') || name === 'role') made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

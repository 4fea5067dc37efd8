/** What the panel offers, by the name it shows; anything else goes through PUT /api/faults. */
export const FAULT_PRESETS = [
  { name: '500 three times', rule: { times: 3, behaviour: { type: 'status', status: 500 } } },
  { name: 'Always 503', rule: { times: 'always', behaviour: { type: 'status', status: 503 } } },
  { name: '429, retry after 5 s', rule: { times: 1, behaviour: { type: 'status', status: 429, retryAfter: 5 } } },
  { name: 'Always refuse with 400', rule: { times: 'always', behaviour: { type: 'status', status: 400 } } },
  { name: 'Refuse the key', rule: { times: 'always', behaviour: { type: 'refusal', why: 'key' } } },
  { name: 'Refuse the recipient', rule: { times: 1, behaviour: { type: 'refusal', why: 'recipient' } } },
  { name: 'Answer 3 s late', rule: { times: 1, behaviour: { type: 'delay', ms: 3000 } } },
  { name: 'Never answer', rule: { times: 1, behaviour: { type: 'hang' } } },
  { name: 'Reset the connection', rule: { times: 1, behaviour: { type: 'reset-before' } } },
  { name: 'Accept, then reset', rule: { times: 1, behaviour: { type: 'reset-after' } } },
  { name: 'Answer one byte a second', rule: { times: 1, behaviour: { type: 'slow-body' } } },
  { name: 'Redirect elsewhere', rule: { times: 1, behaviour: { type: 'redirect', location: 'http://127.0.0.1:9/' } } },
  { name: 'Answer with garbage', rule: { times: 1, behaviour: { type: 'garbage' } } },
];

const afterwards = (value) =>
  value === undefined ? '' : `, retry after ${value}${Number.isInteger(value) ? ' s' : ''}`;
const WORDS = {
  status: ({ status, retryAfter }) => `answer ${status}${afterwards(retryAfter)}`,
  refusal: ({ why }) => `refuse: ${why}`,
  delay: ({ ms }) => `answer ${ms / 1000} s late`,
  'reset-before': () => 'reset the connection',
  'reset-after': () => 'accept, then reset the connection',
  hang: () => 'never answer',
  'slow-body': ({ intervalMs = 1000 }) => `answer one byte every ${intervalMs / 1000} s`,
  redirect: ({ location }) => `redirect to ${location}`,
  garbage: () => 'answer with garbage',
};

/** A rule in words: `answer 500, 3 times, for ada@example.com`. */
export function describeRule({ behaviour, times, channel, provider, to }) {
  const often = times === 'always' ? 'always' : times === 1 ? 'once' : `${times} times`;
  const whom = to === undefined ? '' : `, for ${to}`;
  const where = [channel, provider].map((name) => (name === undefined ? '' : `, ${name} only`)).join('');
  return `${WORDS[behaviour.type](behaviour)}, ${often}${whom}${where}`;
}

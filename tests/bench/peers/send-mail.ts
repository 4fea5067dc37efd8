/** Hands a mail to the provider by its Send API, once, as an application does that has no queue. */
export function mailSender(baseUrl: string): (to: string, text: string) => void {
  const url = `${baseUrl}/v3.1/send`;
  const headers = { authorization: `Basic ${btoa('key:secret')}`, 'content-type': 'application/json' };
  return (to, text) => {
    const message = {
      From: { Email: 'no-reply@bench.example.com', Name: 'Bench' },
      To: [{ Email: to }],
      Subject: 'Confirm your address',
      TextPart: text,
      HTMLPart: `<!doctype html><html lang="en"><body><p>${text}</p></body></html>`,
    };
    fetch(url, { method: 'POST', headers, body: JSON.stringify({ Messages: [message] }) })
      .then(async (response) => {
        await response.arrayBuffer();
        if (!response.ok) throw new Error(`the provider answered ${response.status}`);
      })
      .catch((error: unknown) => process.stderr.write(`The mail to ${to} is lost: ${error}\n`));
  };
}

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConsoleVisits, PHONE_IN_THE_DARK } from '../../support/console-visits.js';

describe('webhooks in the console', () => {
  const visits = new ConsoleVisits();
  let receiver: Server;
  let receives: string;
  let url: string;
  let status = 204;
  const got: string[] = [];

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      // What an earlier try of a test has added may still be sent.
      if (url.endsWith(request.url ?? '')) got.push(String(request.headers['webhook-id']));
      request.resume().on('end', () => response.writeHead(status).end());
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    receives = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    await visits.open({ service: true });
  });
  // Each test, and each try of it, has an address of its own.
  beforeEach(() => {
    got.length = 0;
    status = 204;
    url = `${receives}/${randomUUID()}`;
  });
  afterAll(async () => {
    await visits.close();
    receiver.closeAllConnections();
    receiver.close();
  });

  it('are added with a secret that is shown once, pinged, sent again, disabled and deleted', async () => {
    await visits.visit('/default/webhooks', async (page) => {
      await page.getByRole('button', { name: 'New webhook' }).waitFor();
      await visits.isAccessible(page);
      await page.getByRole('button', { name: 'New webhook' }).click();
      await page.getByRole('textbox', { name: 'URL' }).fill('nowhere');
      await page.getByRole('button', { name: 'Add the webhook' }).click();
      await page.locator('[aria-invalid=true]').waitFor();
      await visits.isAccessible(page);
      await page.getByRole('textbox', { name: 'URL' }).fill(url);
      await page.getByRole('button', { name: 'Add the webhook' }).click();
      await page.getByText(/^whsec_/).waitFor();
      await visits.isAccessible(page);
      await page.getByRole('button', { name: 'I have stored it' }).click();
      await page.getByRole('link', { name: url }).click();

      await page.getByText('No deliveries').waitFor();
      await page.getByRole('button', { name: 'Send a test event' }).click();
      const row = page.getByRole('row', { name: /webhook\.pinged\.v1/ });
      await row.getByText('delivered').waitFor();
      await row.getByText('Status 204').waitFor();
      await visits.isAccessible(page);
      status = 500;
      await page.getByRole('button', { name: 'Send again: webhook.pinged.v1' }).click();
      await row.getByText('Status 500').waitFor();
      expect(new Set(got).size).toBe(1);
      expect(got.length).toBeGreaterThan(1);

      await page.getByText('failed', { exact: true }).click();
      await page.waitForURL('**?state=failed');
      await page.getByText('No deliveries').waitFor();
      await page.getByRole('button', { name: 'Disable' }).click();
      await page.getByText('disabled by hand').waitFor();
      await page.getByRole('button', { name: 'Replace the secret' }).click();
      await page.getByRole('button', { name: 'Replace', exact: true }).click();
      await page.getByText(/^whsec_/).waitFor();
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByText('This cannot be undone.').waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await page.waitForURL('**/webhooks');
      await page.getByRole('button', { name: 'New webhook' }).waitFor();
      await page.getByRole('link', { name: url }).waitFor({ state: 'detached' });
    });
  });

  it('are sent a period again', async () => {
    await visits.visit(
      '/default/webhooks',
      async (page) => {
        await page.getByRole('button', { name: 'New webhook' }).click();
        await page.getByRole('textbox', { name: 'URL' }).fill(url);
        await page.getByRole('button', { name: 'Add the webhook' }).click();
        await page.getByRole('link', { name: url }).click();
        await page.getByRole('button', { name: 'Send a test event' }).click();
        await page.getByText('delivered', { exact: true }).last().waitFor();
        await page.getByLabel('From').fill('2020-01-01T00:00');
        await page.getByLabel('Also those that were delivered').check();
        await page.getByRole('button', { name: 'Send again', exact: true }).last().click();
        await page.getByText(/[1-9]\d* deliveries are sent again/).waitFor();
        await visits.isAccessible(page);
      },
      PHONE_IN_THE_DARK,
    );
  });
});

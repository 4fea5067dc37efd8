import path from 'node:path';
import { readAddresses } from './data-folder.js';
import { DemoFailure } from './demo/conversation.js';
import { playStory } from './demo/story.js';

const orPort = (name: string, fallback: number): string => `http://127.0.0.1:${process.env[name]?.trim() || fallback}`;

// npm run demo -- <address of the API> <address of the sandbox>, or the deployment that runs in this folder.
const [api, inbox] = process.argv.slice(2);
const open = await readAddresses(path.join(process.cwd(), '.gatehouse'));

try {
  await playStory({
    api: api ?? open?.api ?? orPort('PORT', 3000),
    inbox: inbox ?? (open ? open.inbox : orPort('SANDBOX_PORT', 3025)),
  });
} catch (error) {
  if (!(error instanceof DemoFailure)) throw error;
  process.stderr.write(`demo: ${error.message}\n`);
  process.exitCode = 1;
}
